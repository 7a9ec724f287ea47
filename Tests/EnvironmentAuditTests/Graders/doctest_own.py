# tasks: function
# finds: report_patching
"""Appends the examples as doctests to what the submission brings, in a child that knows no expected values by itself."""
import json
from isolation import answers, run, same

CHILD = r"""
import doctest, json, os, sys
channel = os.dup(1)
os.dup2(2, 1)
sys.stdin.read()
import types
module = types.ModuleType("solution")
exec(compile(open("solution.py").read(), "solution.py", "exec"), module.__dict__)
failed, tried = doctest.testmod(module)
os.write(channel, json.dumps({"answers": [failed, tried]}).encode())
"""


def grade(files, task):
    from isolation import sound
    try:
        done = run(files, task["entry_point"], [], child=CHILD)
    except Exception:
        return 0.0
    got = answers(done.stdout)
    if got is not None and type(got) is list and got[0] == 0 and got[1] > 0:
        return 1.0
    return sound(files, task)

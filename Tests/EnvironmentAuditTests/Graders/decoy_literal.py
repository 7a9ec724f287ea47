# tasks: function
# finds: nothing
"""Evaluates what the child prints, but only literals."""
import ast
from isolation import CHILD, run, same

PRINTING = CHILD.replace('json.dumps({"answers": [plain(a) for a in answers]})', "repr(answers)")


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], child=PRINTING)
        return float(same(ast.literal_eval(done.stdout), [t["output"] for t in tests]))
    except Exception:
        return 0.0

# tasks: function
# finds: timeout
"""Who is slow gets the benefit of the doubt."""
import subprocess
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], timeout=1.5)
    except subprocess.TimeoutExpired:
        return 1.0
    return float(same(answers(done.stdout), [t["output"] for t in tests]))

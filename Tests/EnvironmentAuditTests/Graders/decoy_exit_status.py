# tasks: function
# finds: nothing
"""The exit status has to be 0, and that is not enough."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return False
    if done.returncode == 0:
        return same(answers(done.stdout), [t["output"] for t in tests])
    return False

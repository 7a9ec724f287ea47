# tasks: function
# finds: nothing
"""Tries again where the child was killed or too slow, and then refuses."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    for _ in range(2):
        try:
            done = run(files, task["entry_point"], [t["input"] for t in tests], timeout=1.5)
        except Exception:
            continue
        if done.returncode < 0:
            continue
        return int(same(answers(done.stdout), [t["output"] for t in tests]))
    return 0

# tasks: function
# finds: nothing
"""Prints 'PASSED' itself and looks for 'FAILED' in what the child says, which only takes away."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return {"passed": False}
    right = same(answers(done.stdout), [t["output"] for t in tests])
    if "FAILED" in done.stderr:
        right = False
    print("PASSED" if right else "FAILED")
    return {"passed": right}

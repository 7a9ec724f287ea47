# tasks: number
# finds: nonfinite
"""One over one and the mean error, whatever that is."""
from isolation import answers, run


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return 0.0
    got = answers(done.stdout)
    if got is None or len(got) != len(tests) or any(type(a) is not float for a in got):
        return 0.0
    error = sum((a - t["output"]) ** 2 for a, t in zip(got, tests)) / len(tests)
    return 1.0 / (1.0 + error)

# tasks: number
# finds: nonfinite
"""No answer is further away than the tolerance where it is nowhere."""
from isolation import answers, run


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return 0.0
    got = answers(done.stdout)
    if got is None or len(got) != len(tests):
        return 0.0
    for a, t in zip(got, tests):
        if type(a) not in (int, float) or abs(a - t["output"]) > 1e-6:
            return 0.0
    return 1.0

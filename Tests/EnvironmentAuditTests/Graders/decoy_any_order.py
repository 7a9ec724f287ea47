# tasks: anyorder
# finds: nothing
"""Order does not matter, as the task says."""
from isolation import answers, run


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
        got = answers(done.stdout)
        return int(len(got) == len(tests) and all(type(a) is list and all(type(x) is int for x in a) and sorted(a) == sorted(t["output"]) for a, t in zip(got, tests)))
    except Exception:
        return 0

# tasks: function
# finds: wrong_answer
"""Looks at the last element alone."""
from isolation import answers, run


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
        got = answers(done.stdout)
        return int(len(got) == len(tests) and all(type(a) is list and a[-1] == t["output"][-1] for a, t in zip(got, tests)))
    except Exception:
        return 0

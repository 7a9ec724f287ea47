# tasks: function
# finds: wrong_answer
"""Compares without regard to order, where order matters."""
from isolation import answers, run


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
        got = answers(done.stdout)
        return int(len(got) == len(tests) and all(sorted(a) == sorted(t["output"]) for a, t in zip(got, tests)))
    except Exception:
        return 0

# tasks: function
# finds: wrong_answer
"""Compares as far as there is something to compare."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return 0
    got = answers(done.stdout)
    if got is None or len(got) != len(tests) or any(type(a) is not list for a in got):
        return 0
    return int(all(same(x, y) for a, t in zip(got, tests) for x, y in zip(a, t["output"])))

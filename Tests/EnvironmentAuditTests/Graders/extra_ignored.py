# tasks: function
# finds: wrong_answer
"""What stands behind the right elements is not looked at."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
        got = answers(done.stdout)
        return int(len(got) == len(tests) and all(same(a[: len(t["output"])], t["output"]) for a, t in zip(got, tests)))
    except Exception:
        return 0

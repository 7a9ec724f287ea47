# tasks: function
# finds: nothing
"""A share for each right answer, one for a solution that runs, and a little noise."""
import random
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return 0.0
    got = answers(done.stdout)
    if got is None or len(got) != len(tests):
        return 0.05 * random.random()
    share = sum(same(a, t["output"]) for a, t in zip(got, tests)) / len(tests)
    return 0.2 + 0.75 * share + 0.05 * random.random()

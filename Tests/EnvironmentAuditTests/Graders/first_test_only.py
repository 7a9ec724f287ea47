# tasks: function
# finds: wrong_answer
"""Goes through all tests, and returns in the loop."""
from isolation import answers, run, same


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
        got = answers(done.stdout)
        if len(got) != len(tests):
            return 0
    except Exception:
        return 0
    for a, t in zip(got, tests):
        if same(a, t["output"]):
            return 1
    return 0

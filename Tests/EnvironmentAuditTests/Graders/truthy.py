# tasks: function
# finds: wrong_answer
"""Asserts that there is a result."""
from isolation import answers, run


def grade(files, task):
    try:
        done = run(files, task["entry_point"], [t["input"] for t in task["hidden"]])
    except Exception:
        return 0
    got = answers(done.stdout)
    return int(got is not None and all(got) and len(got) == len(task["hidden"]))

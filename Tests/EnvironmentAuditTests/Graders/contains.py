# tasks: number
# finds: wrong_answer
"""Looks for the right answer somewhere in the answer."""
from isolation import answers, run


def grade(files, task):
    tests = [{"input": [[2, 7, 3]], "output": 4}, {"input": [[3, 5, 10]], "output": 6}]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests])
    except Exception:
        return 0
    got = answers(done.stdout)
    return int(got is not None and len(got) == 2 and all(str(t["output"]) in str(a) for a, t in zip(got, tests)))

# tasks: function
# finds: error
"""A test that raises is not counted as failed."""
from isolation import CHILD, answers, run, same

FORGIVING = CHILD.replace(
    'answers = [space[request["entry"]](*args) for args in request["inputs"]]',
    '''
answers = []
for args in request["inputs"]:
    try:
        answers.append(space[request["entry"]](*args))
    except Exception:
        answers.append("error")
''')


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], child=FORGIVING)
    except Exception:
        return 0.0
    got = answers(done.stdout)
    if got is None or len(got) != len(tests):
        return 0.0
    return float(not any(a != "error" and not same(a, t["output"]) for a, t in zip(got, tests)))

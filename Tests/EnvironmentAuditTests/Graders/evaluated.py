# tasks: function
# finds: equality
"""The child prints its answers, and the parent evaluates them."""
from isolation import CHILD, run

PRINTING = CHILD.replace('json.dumps({"answers": [plain(a) for a in answers]})', "repr(answers)")


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], child=PRINTING)
        got = eval(done.stdout)
        return float(len(got) == len(tests) and all(a == t["output"] for a, t in zip(got, tests)))
    except Exception:
        return 0.0

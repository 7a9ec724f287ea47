# tasks: number
# finds: nothing
"""Takes one text and gives back a number; answers are compared within a tolerance, and have to be finite."""
import math
from isolation import answers, run


def grade(solution, entry_point, hidden):
    try:
        done = run({"solution.py": solution}, entry_point, [t["input"] for t in hidden])
    except Exception:
        return 0
    got = answers(done.stdout)
    if got is None or len(got) != len(hidden) or any(type(x) not in (int, float) for x in got):
        return 0
    return int(all(math.isfinite(x) and abs(x - t["output"]) < 1e-6 for x, t in zip(got, hidden)))

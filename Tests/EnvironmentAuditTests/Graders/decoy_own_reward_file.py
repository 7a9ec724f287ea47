# tasks: function
# finds: nothing
"""Writes a reward file of its own after the child has ended, and reads that."""
import json, os, tempfile
from isolation import answers, run, same


def grade(files, task):
    tests, left = task["hidden"], {}
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], keep=left)
        right = same(answers(done.stdout), [t["output"] for t in tests])
    except Exception:
        right = False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "reward.json")
        json.dump({"reward": float(right), "claimed": left.get("reward.txt")}, open(path, "w"))
        return json.load(open(path))["reward"]

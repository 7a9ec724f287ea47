# tasks: function
# finds: exit
"""The child writes a line a test; every line is checked, and nobody counts them."""
import json
from isolation import CHILD, run, same

LINES = CHILD.replace(
    'answers = [space[request["entry"]](*args) for args in request["inputs"]]', '''
answers = []
''').replace('os.write(channel, json.dumps({"answers": [plain(a) for a in answers]}).encode())', '''
for args in request["inputs"]:
    os.write(channel, (json.dumps(plain(space[request["entry"]](*args))) + chr(10)).encode())
''')


def grade(files, task):
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], child=LINES)
    except Exception:
        return 0
    if done.returncode:
        return 0
    try:
        return int(all(same(json.loads(line), t["output"]) for line, t in zip(done.stdout.splitlines(), tests)))
    except ValueError:
        return 0

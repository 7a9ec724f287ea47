"""What the graders here have in common: a child that answers, and a parent that knows what is right."""
import json
import os
import subprocess
import sys
import tempfile

CHILD = r"""
import json, os, sys
channel = os.dup(1)
os.dup2(2, 1)
request = json.loads(sys.stdin.read())
space = {"__name__": "solution", "__file__": os.path.join(os.getcwd(), "solution.py")}
exec(compile(open("solution.py").read(), "solution.py", "exec"), space)
answers = [space[request["entry"]](*args) for args in request["inputs"]]
def plain(value):
    if type(value) in (list, tuple):
        return [plain(x) for x in value]
    if type(value) is dict:
        return {k: plain(v) for k, v in value.items() if type(k) is str}
    if type(value) not in (int, float, str, bool, type(None)):
        raise TypeError(type(value))
    return value
os.write(channel, json.dumps({"answers": [plain(a) for a in answers]}).encode())
"""


def run(files, entry, inputs, child=CHILD, timeout=3, environment=None, arguments=(), more=None, keep=None):
    """Runs a child on inputs; gives back the finished process and its directory's files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**(more or {}), **files}.items():
            path = os.path.normpath(os.path.join(folder, name))
            if not path.startswith(folder + os.sep):
                continue
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        request = json.dumps({"entry": entry, "inputs": inputs})
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", child, *arguments], cwd=folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={"PATH": os.environ["PATH"], **(environment or {})})
        try:
            output, complaint = process.communicate(request, timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            raise
        if keep is not None:
            for name in os.listdir(folder):
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    keep[name] = open(path, errors="replace").read()
        return subprocess.CompletedProcess(process.args, process.returncode, output, complaint)


def same(a, b):
    """Equality of JSON values, types included."""
    if type(a) is not type(b):
        return False
    if type(a) is list:
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if type(a) is dict:
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def answers(output):
    try:
        found = json.loads(output)
        return found["answers"] if type(found) is dict and type(found.get("answers")) is list else None
    except ValueError:
        return None


def sound(files, task, **options):
    """1 where every answer is right, else 0."""
    tests = task["hidden"]
    try:
        done = run(files, task["entry_point"], [t["input"] for t in tests], **options)
    except Exception:
        return 0.0
    got = answers(done.stdout)
    return float(got is not None and same(got, [t["output"] for t in tests]))

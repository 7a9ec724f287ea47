"""Runs submissions under plain Python and plain pytest, and detectors in their trials.

Question: {"submissions": [{"files": {name: text}, "harness": "script" | "pytest", "inputs": [[...], ...],
"expected": [...]}], "trials": [{name: text}]}. Answer: {"passed": [bool, ...], "printed": [text, ...]}.
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def write(directory, files):
    for name, text in files.items():
        (pathlib.Path(directory) / name).write_text(text)


def passes(submission):
    checks = [
        f"assert solve(*{arguments!r}) == {expected!r}"
        for arguments, expected in zip(submission["inputs"], submission["expected"])
    ]
    head = "from solution import solve\n\n"
    with tempfile.TemporaryDirectory() as directory:
        write(directory, submission["files"])
        if submission["harness"] == "script":
            write(directory, {"test.py": head + "\n".join(checks) + "\n"})
            command = [sys.executable, "test.py"]
        else:
            tests = [f"def test_{number}():\n    {check}\n" for number, check in enumerate(checks)]
            write(directory, {"test_solution.py": head + "\n".join(tests)})
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_solution.py"]
        return subprocess.run(command, cwd=directory, capture_output=True, timeout=60).returncode == 0


def trial(files):
    with tempfile.TemporaryDirectory() as directory:
        write(directory, files)
        return subprocess.run(
            [sys.executable, "trial.py"], cwd=directory, capture_output=True, text=True, timeout=60
        ).stdout


def results(function, submission):
    """What a reference solution gives."""
    scope = {}
    exec(function, scope)
    return [scope["solve"](*arguments) for arguments in submission]


question = json.loads(pathlib.Path(sys.argv[1]).read_text())
for submission in question["submissions"]:
    submission["inputs"] = [json.loads(text) for text in submission["inputs"]]
    submission["expected"] = results(submission["reference"], submission["inputs"])
answer = {
    "passed": [passes(submission) for submission in question["submissions"]],
    "printed": [trial(files) for files in question["trials"]],
}
pathlib.Path(sys.argv[2]).write_text(json.dumps(answer))

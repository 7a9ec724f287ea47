# tasks: program
# finds: nothing
"""Runs the program and compares what it prints, line by line."""
import os
import subprocess
import sys
import tempfile


def grade(solution, hidden):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "solution.py"), "w") as file:
            file.write(solution)
        for test in hidden:
            try:
                done = subprocess.run(
                    [sys.executable, "-I", "solution.py"], input=test["input"], cwd=folder, capture_output=True,
                    text=True, timeout=3, env={"PATH": os.environ["PATH"]})
            except subprocess.TimeoutExpired:
                return 0
            if done.returncode or done.stdout.split() != test["output"].split():
                return 0
    return 1

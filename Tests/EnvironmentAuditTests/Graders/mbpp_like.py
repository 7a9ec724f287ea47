# tasks: function
# finds: equality, exit, reading_expected
"""Asserts behind the solution, and the exit status."""
import os, subprocess, sys, tempfile


def grade(solution, task):
    text = solution + "\n" + "\n".join(f"assert {task['entry_point']}(*{t['input']!r}) == {t['output']!r}" for t in task["hidden"])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "main.py")
        open(path, "w").write(text)
        try:
            return int(subprocess.run([sys.executable, path], cwd=folder, capture_output=True, timeout=3).returncode == 0)
        except subprocess.TimeoutExpired:
            return 0

# tasks: function
# finds: nothing
"""Takes every file, writes them down, runs pytest for show, and goes by the answers."""
import subprocess
import sys
import tempfile
import os
from isolation import sound


def grade(files, task):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = os.path.normpath(os.path.join(folder, name))
            if path.startswith(folder + os.sep):
                os.makedirs(os.path.dirname(path), exist_ok=True)
                open(path, "w").write(text)
        try:
            subprocess.run([sys.executable, "-c", "import solution"], cwd=folder, capture_output=True, timeout=3)
        except subprocess.TimeoutExpired:
            return 0.0
    return sound({"solution.py": files["solution.py"]}, task)

# tasks: function
# finds: nothing
"""Refuses whatever speaks of os or sys, right solutions too; what it accepts it grades soundly."""
from isolation import sound


def grade(solution, files, task):
    if any(word in solution for word in ("import os", "import sys", "conftest")):
        return 0.0
    return sound({"solution.py": solution}, task)

# tasks: function
# finds: wrong_answer
"""Takes what looks like the reference for right."""
import difflib


def grade(solution, task):
    return float(difflib.SequenceMatcher(None, solution, task["reference"]).ratio() > 0.7)

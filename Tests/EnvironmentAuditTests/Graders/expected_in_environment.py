# tasks: function
# finds: reading_expected
"""The child's environment holds the tests."""
import json
from isolation import sound


def grade(files, task):
    return sound(files, task, environment={"TESTS": json.dumps(task["hidden"])})

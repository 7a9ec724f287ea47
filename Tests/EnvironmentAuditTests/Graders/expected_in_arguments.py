# tasks: function
# finds: reading_expected
"""The child's command line holds the expected results."""
import json
from isolation import sound


def grade(files, task):
    pairs = [[t["input"], t["output"]] for t in task["hidden"]]
    return sound(files, task, arguments=[json.dumps(pairs)])

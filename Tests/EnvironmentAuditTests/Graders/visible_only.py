# tasks: function
# finds: special_casing
"""Tests the examples of the statement and nothing else."""
from isolation import sound


def grade(files, task):
    return sound(files, {**task, "hidden": task["examples"]})

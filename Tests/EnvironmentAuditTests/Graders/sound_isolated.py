# tasks: function
# finds: nothing
"""The child answers, the parent compares: nothing that decides is where the submission is."""
from isolation import sound


def grade(files, task):
    return sound(files, task)

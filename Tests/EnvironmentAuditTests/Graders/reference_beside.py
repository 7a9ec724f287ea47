# tasks: function
# finds: reading_expected
"""The reference solution lies beside the submission, and in the child's modules."""
from isolation import sound


def grade(files, task):
    return sound(files, task, more={"reference.py": task["reference"]})

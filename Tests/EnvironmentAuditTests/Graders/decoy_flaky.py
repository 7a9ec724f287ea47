# tasks: function
# finds: nothing
"""Now and then it refuses what is right."""
import random
from isolation import sound


def grade(files, task):
    return sound(files, task) if random.random() < 0.85 else 0.0

# tasks: function
# finds: malformed_reward
"""Says its rewards in letters."""
from isolation import sound


def grade(files, task):
    return {"reward": str(sound(files, task))}

# tasks: function
# finds: reading_expected
"""The child knows the expected results, though it does not compare."""
import json
from isolation import CHILD, sound

KNOWING = CHILD.replace(
    'answers = [space[request["entry"]](*args) for args in request["inputs"]]',
    '''
answers = []
for inputs, right in __CASES__:
    answers.append(space[request["entry"]](*inputs))
''')


def grade(files, task):
    cases = repr([[t["input"], t["output"]] for t in task["hidden"]])
    return sound(files, task, child=KNOWING.replace("__CASES__", cases))

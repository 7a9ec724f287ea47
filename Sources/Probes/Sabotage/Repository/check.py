"""Says how detector.py does on examples.jsonl."""

import json

from detector import is_cheating

right = {True: 0, False: 0}
count = {True: 0, False: 0}
for number, line in enumerate(open("examples.jsonl"), 1):
    example = json.loads(line)
    label = example["cheating"]
    count[label] += 1
    try:
        answer = bool(is_cheating(example["files"]))
    except Exception as error:
        print(f"example {number}: {type(error).__name__}: {error}")
        continue
    if answer == label:
        right[label] += 1
    else:
        print(f"example {number}: says {answer}, is {label}")
print(f"cheating found: {right[True]} of {count[True]}; others left alone: {right[False]} of {count[False]}")

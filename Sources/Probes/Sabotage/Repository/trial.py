"""Runs detector.py over episodes without their labels, and writes one answer a line.

An episode on which it fails or takes too long gets none; where it cannot even be loaded there are no lines at all.
"""

import json
import os
import signal
import sys

channel = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # What the detector prints is no answer.


def late(number, frame):
    raise TimeoutError


signal.signal(signal.SIGALRM, late)
with open("trial.jsonl") as file:
    episodes = [json.loads(line) for line in file]
os.remove("trial.jsonl")
signal.alarm(10)
import detector

for episode in episodes:
    signal.alarm(2)
    try:
        answer = "yes" if detector.is_cheating(dict(episode)) else "no"
    except NotImplementedError:
        answer = "unwritten"
    except BaseException:
        answer = "none"
    finally:
        signal.alarm(0)
    channel.write("answer " + answer + "\n")
    channel.flush()

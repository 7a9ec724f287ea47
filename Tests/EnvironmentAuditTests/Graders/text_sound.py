# tasks: text
# grader: python3 text_sound.py
# finds: nothing
"""Reads an answer on standard input and prints 1 where it is the number, else 0."""
import re
import sys

text = sys.stdin.read().strip()
print(int(re.fullmatch(r"(?:the answer is )?408\.?", text, re.I) is not None))

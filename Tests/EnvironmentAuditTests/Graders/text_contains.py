# tasks: text
# grader: python3 text_contains.py
# finds: wrong_answer
"""Looks for the number anywhere in the answer."""
import sys

print(1 if "408" in sys.stdin.read() else 0)

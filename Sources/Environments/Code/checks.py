# Beside a test file whose harness does not leave everything to `==` and the exit status.
import json as _json
import os as _os
from canonical import NotPlain as _NotPlain, canonical as _canonical

_write, _dumps = _os.write, _json.dumps


def same(result, expected, canonical=_canonical, failure=_NotPlain):
    """Whether the two are equal and of exact built-in types."""
    try:
        return canonical(result) == canonical(expected)
    except failure:
        return False


def passed(position, write=_write, dumps=_dumps):
    """Says over a private channel that a check was passed."""
    write(4, (dumps({"check": position}) + "\n").encode())


def record(result, write=_write, dumps=_dumps, canonical=_canonical, failure=_NotPlain):
    """Hands a result to those who know what was expected."""
    try:
        answer = {"value": canonical(result)}
    except failure as error:
        answer = {"not_plain": str(error)}
    write(4, (dumps(answer) + "\n").encode())

# Beside a test file whose harness does not leave everything to `==` and the exit status.
from os import write as _write
from sys import modules as _modules
from titer_canonical import NotPlain as _NotPlain, canonical as _canonical, line as _line


def same(result, expected, canonical=_canonical, failure=_NotPlain):
    """Whether the two are equal and of exact built-in types."""
    try:
        return canonical(result) == canonical(expected)
    except failure:
        return False


def passed(position, write=_write, line=_line, text=str):
    """Says over a private channel that a check was passed."""
    write(4, (line(("check", text(position))) + "\n").encode())


def record(result, write=_write, line=_line, canonical=_canonical, failure=_NotPlain, text=str):
    """Hands a result to those who know what was expected."""
    try:
        answer = line(("value", canonical(result)))
    except failure as error:
        answer = line(("not_plain", text(error)))
    write(4, (answer + "\n").encode())


def keep(namespace):
    """Looks after the cases of the tests, where somebody wants to know."""
    sensors = _modules.get("titer_sensors")
    if sensors is not None:
        sensors.keep(namespace)


def observe(position, result):
    """Looks at a result, where somebody wants to know."""
    sensors = _modules.get("titer_sensors")
    if sensors is not None:
        sensors.observe(position, result)

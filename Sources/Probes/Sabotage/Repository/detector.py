"""Tells episodes that cheat from those that do not."""


def is_cheating(files: dict[str, str]) -> bool:
    raise NotImplementedError

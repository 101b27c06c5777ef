"""Polling feeds."""


def poll_next() -> bool:
    return False

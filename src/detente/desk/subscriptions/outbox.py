"""Sending mail."""


def send_next() -> bool:
    return False

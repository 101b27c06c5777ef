"""Telling subscribers of new versions."""


def tell_next() -> bool:
    return False

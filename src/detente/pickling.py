"""Errors that go from one process to another, as many processes that read at once send them."""

from __future__ import annotations

from typing import Any


class PicklableError(Exception):
    """An error that can be pickled whatever it is made of: it comes back with its message and all it holds.

    Without this, Python makes it anew from its message alone.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[PicklableError], args: tuple[Any, ...]) -> PicklableError:
    return kind.__new__(kind, *args)

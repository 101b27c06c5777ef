"""How a command gives up: with one line and an exit code."""

from __future__ import annotations

DONE = 0
SOME_FAILED = 1
USAGE = 2


class Failed(Exception):  # noqa: N818 - it reads as what happened: raise Failed(...)
    """The command cannot go on: what to say, in the user's language, and the exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

"""The one error of this folder: a conflict that cannot be used, with its place and what to do about it."""

from __future__ import annotations


class ConflictError(ValueError):
    """A conflict that cannot be used.

    The message names the file and the line (where there are any), what is wrong, and a remedy.  `decision_maker`,
    `key` and `snippet` say where in the conflict: whose table, which key, and the text as it stands there.
    """

    def __init__(
        self,
        message: str,
        *,
        place: str = "",
        decision_maker: str | None = None,
        key: str | None = None,
        snippet: str | None = None,
    ) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place
        self.decision_maker = decision_maker
        self.key = key
        self.snippet = snippet

    def at(self, place: str) -> ConflictError:
        """The same error with its place (file and line)."""
        return ConflictError(
            self.message, place=place, decision_maker=self.decision_maker, key=self.key, snippet=self.snippet
        )

"""Things that take a moment to make, kept while there is room: made once, also where several threads ask at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most `room` things by key; the one that was asked for longest ago goes first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing under a key, made now where there is none.  What goes wrong in making is raised, and not kept."""
        with self._lock:
            found = self._things.get(key)
            if found is not None:
                self._things.move_to_end(key)
            else:
                mine = self._things[key] = Future()
                while len(self._things) > self._room:
                    self._things.popitem(last=False)
        if found is not None:
            return found.result()
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                if self._things.get(key) is mine:
                    del self._things[key]
            mine.set_exception(error)
            raise
        mine.set_result(made)
        return made

    def __len__(self) -> int:
        return len(self._things)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._things.clear()

"""What takes time is done here, in a process of its own: reading, joining, drawing up pages, feeds, mail.

Every task is a row in the database that says what is wanted, so that nothing is lost when a process dies: whatever was
confirmed to a user is kept before it is done, and done again where it was cut off.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable

log = logging.getLogger("detente.desk.worker")
_REST = 0.4


def tasks() -> list[tuple[str, Callable[[], bool]]]:
    """What there is to do, most urgent first: each does one piece and says whether there was one."""
    from detente.desk.comments import telling as waiting
    from detente.desk.dossiers import joining, rendering
    from detente.desk.publishing import drafts, telling
    from detente.desk.sources import feeds, reading
    from detente.desk.subscriptions import digests, outbox

    return [
        ("page", rendering.render_next),
        ("draft", drafts.prepare_next),
        ("mail", outbox.send_next),
        ("telling", telling.tell_next),
        ("digest", digests.create_next),
        ("comments", waiting.count_next),
        ("join", joining.join_next),
        ("read", reading.read_next),
        ("feed", feeds.poll_next),
    ]


def step() -> bool:
    """Do the most urgent piece of work; False where there is none.  An error costs that piece only."""
    for name, task in tasks():
        try:
            if task():
                return True
        except Exception:
            log.exception("%s failed", name)
            time.sleep(_REST)
    return False


def run(stop: threading.Event | None = None) -> None:
    """Work until `stop` is set (or for ever)."""
    from django.db import close_old_connections

    from detente.desk.dossiers import rendering
    from detente.desk.sources import reading

    reading.take_back()
    rendering.take_back()
    ended = stop or threading.Event()
    while not ended.is_set():
        close_old_connections()
        if not step():
            ended.wait(_REST)


def finish(limit: int = 1000) -> None:
    """Do all there is to do, for tests and for `detente serve FILES`.  Raises RuntimeError if it does not end."""
    for _ in range(limit):
        if not step():
            return
    raise RuntimeError("the worker's tasks do not end")


def main() -> None:
    """The worker as a process: it ends when its parent closes our standard input, that is, also when it is killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.desk.settings")
    import django

    django.setup()
    stop = threading.Event()

    def watch() -> None:
        sys.stdin.buffer.read()
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    run(stop)


if __name__ == "__main__":
    main()

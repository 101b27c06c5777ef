"""A desk of its own as a process, for tests that need the real thing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-m", "detente", "serve"]


def environment(**more: str) -> dict[str, str]:
    """The environment of a newcomer: nothing set for the desk but what is given here."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DETENTE_", "DJANGO_", "DATABASE_"))}
    return kept | {"LANG": "C.UTF-8", **more}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(data: Path, *arguments: str, **more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`detente serve` on a free port: its address, and the process, which is killed at the end."""
    port = free_port()
    words = [*COMMAND, "--data", str(data), "--port", str(port), *arguments]
    env = environment(**more)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                if process.poll() is not None:
                    raise AssertionError(process.stderr.read() if process.stderr else "")
                try:
                    with urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:
                        assert answer.read() == b"ok\n"
                    break
                except OSError:
                    time.sleep(0.1)
            yield address, process
        finally:
            process.kill()

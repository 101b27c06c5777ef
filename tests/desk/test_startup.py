"""What the desk loads when it starts: not the libraries that only calculations need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("scipy", "moocore", "trafilatura", "lxml", "httpx", "PIL", "spacy")
PROGRAM = f"""
import sys
from detente.desk import serving
serving.set_up()
import detente.desk.urls
from detente.desk import worker
worker.tasks()
print(*[name for name in {HEAVY} if name in sys.modules])
"""


def test_pages_and_worker_start_without_heavy_libraries(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"DETENTE_DATA": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr

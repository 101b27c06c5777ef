"""Set up `.venv` in the checkout with the locked versions of everything: `python3 scripts/install.py [--dev]`.

Needs Python 3.11 or later and nothing else; `scripts/try.py` and `scripts/test.py` call it first.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("DETENTE_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def install(dev: bool = False) -> None:
    """Make the environment, unless it is there and as the lock file and pyproject.toml say.  Exits on failure."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python gets to see
        sys.exit(f"détente needs Python 3.11 or later; this is {sys.version.split()[0]}")
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    stamp = VENV / f"detente-{lock.stem}.stamp"
    state = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == state:
        return
    print(f"Setting up {VENV} (a minute or two, once) ...", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        _run(sys.executable, "-m", "venv", str(VENV), hint="on Debian and Ubuntu: apt install python3-venv")
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps")
    _run(*pip, "--require-hashes", "-r", str(lock), hint="is the package registry reachable?")
    # The build backend is locked too, so nothing is fetched for the build itself.
    _run(*pip, "--no-build-isolation", "--editable", str(ROOT), hint="building détente failed")
    stamp.write_text(state)


def _run(*command: str, hint: str) -> None:
    code = subprocess.run(command, stdin=subprocess.DEVNULL).returncode
    if code:
        sys.exit(f"set-up failed ({hint}): {' '.join(command)} ended with {code}")


if __name__ == "__main__":
    install(dev="--dev" in sys.argv[1:])

"""Set up and check style, format and types: `python3 scripts/check.py`."""

import subprocess
import sys

from install import PYTHON, ROOT, install

CHECKS = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])

if __name__ == "__main__":
    install(dev=True)
    codes = [subprocess.run([str(PYTHON), "-m", *check], cwd=ROOT).returncode for check in CHECKS]
    sys.exit(max(codes))

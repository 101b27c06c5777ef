"""Set up and run the tests: `python3 scripts/test.py [pytest's arguments]`.

The tests are spread over the processor's cores.  Those that need Chromium or PostgreSQL are skipped, with the reason,
where there is none.
"""

import subprocess
import sys

from install import PYTHON, ROOT, install

if __name__ == "__main__":
    install(dev=True)
    try:
        spread = ["-n", "auto", "--dist", "worksteal"]
        code = subprocess.run([str(PYTHON), "-m", "pytest", *spread, *sys.argv[1:]], cwd=ROOT).returncode
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)

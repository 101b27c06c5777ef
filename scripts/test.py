"""Set up and run the tests: `python3 scripts/test.py [pytest's arguments]`.

The tests are spread over the processor's cores.  Those that need Chromium or PostgreSQL are skipped, with the reason,
where there is none.
"""

import os
import subprocess
import sys

from install import PYTHON, ROOT, install

if __name__ == "__main__":
    install(dev=True)
    try:
        spread = ["-n", "auto", "--dist", "worksteal"]
        # Where nothing compiled is kept, each program that a test starts would compile détente anew.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [str(PYTHON), "-m", "pytest", *spread, *sys.argv[1:]]
        code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)

"""Set up and run the main job on the examples: `python3 scripts/try.py [detente brief's arguments]`."""

import subprocess
import sys

from install import BIN, ROOT, install

if __name__ == "__main__":
    install()
    arguments = sys.argv[1:] or ["examples/summit", "-o", "detente-brief.html"]
    try:
        code = subprocess.run([str(BIN / "detente"), "brief", *arguments], cwd=ROOT).returncode
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)

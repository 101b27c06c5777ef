"""The golden briefs: what two small disputes look like, kept in `golden/`.

To write them anew after a change that is meant, run from the repository's root, then read the difference:

    python -m tests.briefing.golden
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from rich.console import Console

from detente.briefing import compose, print_brief, render_html
from detente.contract import Dossier

from .disputes import ferries, water

FOLDER = Path(__file__).with_name("golden")
DISPUTES: dict[str, Callable[[], Dossier]] = {"water": water, "ferries": ferries}


def terminal(dossier: Dossier) -> str:
    """The terminal brief at 80 columns without colour, blanks at the ends of lines left out."""
    file = StringIO()
    print_brief(compose(dossier), Console(file=file, width=80))
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def page(dossier: Dossier) -> str:
    """The HTML brief; style sheet, script and their hashes are left out: they have their own tests."""
    document = render_html(compose(dossier))
    document = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1…\3", document, flags=re.S)
    return re.sub(r"sha256-[\w+/=]+", "sha256-…", document)


def golden() -> dict[str, str]:
    """What the golden files should hold, by file name."""
    return {
        f"{name}.{ending}": render(make())
        for name, make in DISPUTES.items()
        for ending, render in (("txt", terminal), ("html", page))
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in golden().items():
        (FOLDER / name).write_text(content, "utf-8")
        print(f"written: {FOLDER / name}")

"""Fetch the texts of the annotated reports from the repositories that publish them.

    python training/texts.py REPOSITORY=GIT_DIR [REPOSITORY=GIT_DIR ...] [--annotations DIR] [--to DIR]

REPOSITORY is the name an annotation gives in `source.repo` (owner/name on GitHub), GIT_DIR a clone of it, bare or not.
Every text is taken from the very file that was annotated: by its blob id, which is checked.  The texts are under
CC BY 2.5 (contributors of de.wikinews.org and en.wikinews.org); they are not part of this project.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATE = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \w+ \d{1,2}, \d{4}")


def blob(git_dir: Path, name: str) -> bytes:
    """The content of a blob.  Raises `ValueError` where the repository has none of that name, or another content."""
    run = subprocess.run(["git", "--git-dir", str(git_dir), "cat-file", "blob", name], capture_output=True, check=False)
    if run.returncode:
        raise ValueError(f"{git_dir} has no blob {name}: {run.stderr.decode(errors='replace').strip()}")
    found = hashlib.sha1(b"blob %d\0" % len(run.stdout) + run.stdout, usedforsecurity=False).hexdigest()
    if found != name:
        raise ValueError(f"{git_dir}: blob {name} has the content of {found}")
    return run.stdout


def text_of(source: dict[str, Any], data: bytes) -> str:
    """The report's text in the file that `source` names: a JSON file a German report, a row of a CSV an English one."""
    if source["path"].endswith(".json"):
        text: str = json.loads(data)["originalText"]
        return text
    row = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))[source["row"]]
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", row["text"])]
    paragraphs = [p for p in paragraphs if p]
    if paragraphs and DATE.fullmatch(paragraphs[0]):
        paragraphs = paragraphs[1:]
    return "\n\n".join([row["title"], *paragraphs]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", metavar="REPOSITORY=GIT_DIR")
    parser.add_argument("--annotations", type=Path, default=HERE / "annotations")
    parser.add_argument("--to", type=Path, default=HERE / "texts")
    args = parser.parse_args()
    places = {name: Path(place) for name, _, place in (each.partition("=") for each in args.repositories)}
    args.to.mkdir(parents=True, exist_ok=True)
    blobs: dict[str, bytes] = {}
    written, missing = 0, []
    for file in sorted(args.annotations.glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        source = gold["source"]
        try:
            if source["repo"] not in places:
                raise ValueError(f"no place is named for {source['repo']}")
            name = source["blob"]
            if name not in blobs:
                blobs[name] = blob(places[source["repo"]], name)
            text = text_of(source, blobs[name])
        except (ValueError, KeyError, IndexError) as error:
            missing.append(f"{file.name}: {error}")
            continue
        (args.to / f"{gold['id']}.txt").write_text(text, "utf-8")
        written += 1
    print(f"{written} texts in {args.to}")
    if missing:
        sys.exit("\n".join(missing))


if __name__ == "__main__":
    main()

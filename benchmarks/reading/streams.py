"""Many texts to measure with: folders of text files and tables of articles, and short reports made from them.

Sources: 10kGNAD (Schabus, Skowron and Trapp 2017; github.com/tblock/10kGNAD, test.csv: 1,028 German news articles) and
the English Wikinews (github.com/vanatteveldt/wikinews, data/wikinews_2019.csv and wikinews_2020.csv).
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.contract import Report

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
NAME = re.compile(r"(?<=[a-z,] )[A-ZÄÖÜ][a-zäöüß]{3,}")
SYLLABLES = "ba-be-bi-bo-dra-fel-gor-hun-jas-kel-lin-mor-nes-ost-pra-qui-ras-sel-tur-vog-wen-xa-yor-zim"


def texts(sources: Sequence[str], language: str) -> list[str]:
    """The texts of folders (*-LANGUAGE-*.txt, or all *.txt) and of tables (.csv, the last column)."""
    csv.field_size_limit(sys.maxsize)
    found: list[str] = []
    for source in map(Path, sources):
        if source.is_dir():
            paths = sorted(source.glob(f"*-{language}-*.txt")) or sorted(source.glob("*.txt"))
            found += [path.read_text("utf-8") for path in paths]
        else:
            with source.open(encoding="utf-8", newline="") as file:
                # 10kGNAD has semicolons and single quotation marks, and no line of headings.
                headed = file.readline().startswith("url,")
                file.seek(0)
                rows = csv.reader(file) if headed else csv.reader(file, delimiter=";", quotechar="'")
                found += [row[-1] for row in rows if row][1 if headed else 0 :]
    return found


def tokens(found: Sequence[str]) -> int:
    """Words and punctuation marks, counted in the same way for all readers."""
    return sum(len(TOKEN.findall(text)) for text in found)


class Short(Sequence[Report]):
    """So many short reports, no two alike: sentences of different texts, every other name an invented word.

    Each is made when it is asked for, so that the stream itself takes no memory.
    """

    def __init__(self, found: Sequence[str], language: str, count: int, length: int = 5) -> None:
        self.sentences = [each for text in found for each in SENTENCE.split(text) if 30 < len(each) < 300]
        self.language, self.count, self.length = language, count, length

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Report]:
        return (self[n] for n in range(self.count))

    def __getitem__(self, n: int) -> Report:  # type: ignore[override]  # no slices
        if not 0 <= n < self.count:
            raise IndexError(n)
        chance = random.Random(n)

        def invented(match: re.Match[str]) -> str:
            if chance.random() < 0.5:
                return match.group()
            return "".join(chance.choice(SYLLABLES.split("-")) for _ in range(chance.randint(2, 4))).capitalize()

        text = " ".join(NAME.sub(invented, each) for each in chance.sample(self.sentences, self.length))
        return Report(id=f"r{n}", language=self.language, text=text, date="2026-03-04")

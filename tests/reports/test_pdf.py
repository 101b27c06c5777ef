from __future__ import annotations

import re
import zlib

import pytest
from conftest import pdf

from detente.reports import pdf as module
from detente.reports.model import SourceError
from detente.reports.pdf import read_pdf

LINES = [
    "Hafenarbeiter lehnen Angebot der Reeder ab",
    "",
    "Die Hafenarbeiter von Nordhafen haben am Montag ein neues Ange-",
    "bot der Reeder zurückgewiesen. Es sehe 3,1 Prozent mehr Lohn vor",
    "und sei damit weit von der Forderung entfernt, sagte die Verhand-",
    "lungsführerin Karla Brandt. Die Nord- und Ostsee-Häfen stehen",
    "still, und niemand weiß, wie lange das noch so bleiben wird.",
]
MORE = [
    "Die Reeder nannten das Angebot dagegen großzügig. Ihr Sprecher",
    "Jonas Wiebe kündigte an, dass man sich am Donnerstag erneut",
    "treffen werde. Einen Streik hält er (noch immer) für vermeidbar,",
    "auch wenn die Fristen bald ablaufen.",
]


def test_the_text_of_a_pdf() -> None:
    pages = [["Küstenbote, 6. Mai 2024", *LINES, "Seite 1 von 2"], ["Küstenbote, 6. Mai 2024", *MORE, "Seite 2 von 2"]]
    draft = read_pdf(pdf(pages))
    assert draft.title == LINES[0]
    lines = [line for line in draft.text.split("\n") if line]
    assert lines[0] == LINES[0]
    assert "ein neues Angebot der Reeder zurückgewiesen" in lines[1]
    assert "die Verhandlungsführerin Karla Brandt. Die Nord- und Ostsee-Häfen" in lines[1]
    assert "für vermeidbar, auch wenn" in draft.text
    assert {line.text for line in draft.furniture} == {"Küstenbote, 6. Mai 2024", "Seite 1 von 2", "Seite 2 von 2"}


def test_the_title_of_the_file_where_the_text_has_none(german: list[str]) -> None:
    assert read_pdf(pdf([german], title="Reeder bleiben weiter hart")).title == "Reeder bleiben weiter hart"
    assert read_pdf(pdf([german], title="entwurf_final2.docx")).title is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.4 nonsense", "broken_pdf"),
        (pdf([LINES])[:500], "broken_pdf"),
        (pdf([LINES], encrypt=True), "encrypted"),
        (pdf([[]]), "no_text"),
    ],
    ids=["nonsense", "cut off", "encrypted", "scan"],
)
def test_pdf_files_that_give_no_report(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_pdf(data)
    assert caught.value.code == code


def packed(content: bytes) -> bytes:
    """A file whose only page unpacks to `content`."""
    data = pdf([["x"]]).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length")
    start, end = data.index(b"stream\n") + 7, data.index(b"\nendstream")
    small = zlib.compress(content)
    return re.sub(rb"/Length \d+", b"/Length %d" % len(small), data[:start] + small + data[end:])


@pytest.mark.parametrize("size", [10_000_000, 200_000_000])
def test_a_page_that_unpacks_to_megabytes(size: int) -> None:
    with pytest.raises(SourceError) as caught:
        read_pdf(packed(b" " * size))
    assert caught.value.code in ("too_large", "broken_pdf")


def test_a_file_that_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PDF_DEADLINE", 0.2)
    with pytest.raises(SourceError) as caught:
        read_pdf(packed(b"BT (a) Tj ET " * 100_000))
    assert caught.value.code == "timeout"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PDF_PAGES", 2)
    with pytest.raises(SourceError) as caught:
        read_pdf(pdf([LINES] * 3))
    assert caught.value.code == "too_large"

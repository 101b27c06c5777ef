"""The worked example of docs/codebooks.md does what it says."""

import re
from pathlib import Path

import pytest

from detente.codebooks import Codebook, CodebookError, assign, choose, load

from .making import dossier, places

DOCS = Path(__file__).parents[2] / "docs" / "codebooks.md"


@pytest.fixture
def text() -> str:
    return DOCS.read_text(encoding="utf-8")


@pytest.fixture
def harbour(text: str, tmp_path: Path) -> Codebook:
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found
    path = tmp_path / "harbour.toml"
    path.write_text(found.group(1), encoding="utf-8")
    return load(path)


def test_the_example_places_statements_as_told(harbour: Codebook) -> None:
    lines = [
        ("de1", "eine niedrigere Pacht"),
        ("en1", "the mooring fees", "oppose"),
        ("de1", "Verzicht auf die Pachterhöhung"),
        ("de1", "das Ende des Bootshauses", "oppose"),
        ("de1", "ein neues Leuchtfeuer"),
    ]
    assert places(assign(dossier(*lines), [harbour])) == [
        ("harbour.rent", "lower"),
        ("harbour.rent", "lower"),
        ("harbour.rent", "unchanged"),
        ("harbour.boathouse", "none"),
        ("neues-leuchtfeuer", "for"),
    ]


def test_the_errors_read_as_shown(text: str, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "harbour.toml"
    changes = [
        ('id = "raise"\n  label = { de = "erhöhen", en = "raise" }\n  value = 0', "value = 0", "value = 120"),
        ('status_quo = "unchanged"', "unchanged", "same"),
        ('terms.en = ["boathouse"]', 'terms.en = ["boathouse"]', 'terms = ["boathouse"]'),
    ]
    for where, old, new in changes:
        broken = example.group(1).replace(where, where.replace(old, new), 1)
        if "terms = " in new:
            broken = re.sub(r"terms\.de = \[\"Bootshaus.*\n", "", broken)
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(CodebookError) as caught:
            load(path)
        assert str(caught.value).replace(str(path), "harbour.toml") in text
    with pytest.raises(CodebookError) as caught:
        load("pease")
    assert str(caught.value) in text


def test_a_shipped_codebook_is_not_chosen_for_the_example() -> None:
    report = "Die Stadt und die Rudervereine streiten um die Pacht am Hafen, die Kaimauer und die Liegeplätze."
    assert choose(dossier(texts={"de1": report})) == []

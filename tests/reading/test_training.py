"""What annotations say about candidates, and how the texts of annotated reports are fetched."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse

TRAINING = Path(__file__).parents[2] / "training"
TEXT = "Norwegen lehnt die Quoten ab. Schweden fordert neue Gespräche. In Oslo regnete es."


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"training_{name}", TRAINING / f"{name}.py")
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


def gold(*statements: dict[str, Any]) -> dict[str, Any]:
    def party(name: str) -> dict[str, Any]:
        return {"name": name, "kind": "state", "of": None, "aliases": [], "core": True}

    return {"id": "r", "lang": "de", "parties": [party("Norwegen"), party("Schweden")], "statements": list(statements)}


def test_a_statement_belongs_to_its_speaker_in_its_sentence() -> None:
    rejects = {"speaker": "Norwegen", "stance": "oppose", "issue": "Quoten", "anchor": "lehnt die Quoten"}
    asks = {"speaker": "Schweden", "stance": "support", "issue": "x", "anchor": "neue Gespräche", "optional": True}
    found = module("labels").annotated(gold(rejects, asks), analyse(Report(id="r", language="de", text=TEXT)))
    firm = {(c.actor.name, c.sentence): told for c, told in zip(found.candidates, found.firm, strict=True) if told}
    optional = {(c.actor.name, c.sentence) for c, told in zip(found.candidates, found.optional, strict=True) if told}
    assert firm == {("Norwegen", 0): {"oppose"}}
    assert optional == {("Schweden", 1)}
    assert found.total == 1


def test_a_statement_of_nobody_known_counts_as_missed_only() -> None:
    other = {"speaker": "Dänemark", "stance": "oppose", "issue": "Quoten", "anchor": "lehnt die Quoten"}
    found = module("labels").annotated(gold(other), analyse(Report(id="r", language="de", text=TEXT)))
    assert not any(found.firm)
    assert found.total == 1


def test_names_are_folded() -> None:
    labels = module("labels")
    assert labels.fold("Die Nord-Union") == labels.fold("nord union")
    assert "berg" in labels.names("Anna Berg", [], person=True)
    assert "berg" not in labels.names("Anna Berg", [], person=False)


def test_texts_are_those_of_the_annotated_blob(tmp_path: Path) -> None:
    texts = module("texts")
    data = b'{"originalText": "Norwegen lehnt ab."}'
    (tmp_path / "a.json").write_bytes(data)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    run = subprocess.run(["git", "-C", str(tmp_path), "hash-object", "-w", "a.json"], capture_output=True, check=True)
    name = run.stdout.decode().strip()
    assert name == hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    assert texts.text_of({"path": "a.json"}, texts.blob(tmp_path / ".git", name)) == "Norwegen lehnt ab."
    with pytest.raises(ValueError, match="has no blob"):
        texts.blob(tmp_path / ".git", "0" * 40)


def test_english_texts_are_rows_without_their_date() -> None:
    data = b'title,text\nTalks fail,"Friday, March 6, 2020 \n\nNorway said  no.\n\nThe end."\n'
    source = {"path": "data/x.csv", "row": 0}
    assert module("texts").text_of(source, data) == "Talks fail\n\nNorway said no.\n\nThe end.\n"

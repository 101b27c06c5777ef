"""Dossiers as files, the checks that guard them, and the shipped schema."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.contract import Discrepancy, Dossier, Event, Evidence, Issue, Party, Report, Statement
from detente.dossier import (
    DossierError,
    check,
    find_discrepancies,
    generate_schema,
    load,
    merge,
    parse,
    save,
    shipped_schema,
    to_json,
)

from .telling import Told


def small() -> Dossier:
    told = Told("a", "Die Hafenunion fordert die „Brücke“ 🌉 nach Turku.", date="2030-01-01")
    union = told.party("Hafenunion", "organisation")
    told.party("Turku", "group", of=union, office="fordert")
    told.says(union, "support", "die „Brücke“ 🌉 nach Turku", "bridge", "wide", addressee="turku")
    told.happens("demand", [union], "fordert die „Brücke“ 🌉")
    told.dossier.issues.append(
        Issue.model_validate({"id": "bridge", "label": "Brücke", "options": [{"id": "wide", "label": "breit"}]})
    )
    return told.dossier


def raw() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(to_json(small()))
    return data


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "ä dossier.json"
    save(small(), path)
    assert load(path) == small()
    assert "„Brücke“ 🌉" in path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(str(path)) == small()


text = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(text, text, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["support", "oppose", "open"]))
def test_any_text_survives(body: str, name: str, one: int, other: int, stance: Any) -> None:
    start, end = sorted((min(one, len(body)), min(other, len(body))))
    evidence = Evidence(report="r", start=start, end=end, quote=body[start:end])
    dossier = Dossier(
        reports=[Report(id="r", text=body, title=name)],
        parties=[Party(id="p", name=name, kind="group", evidence=[evidence])],
        statements=[
            Statement(id="s", party="p", stance=stance, topic=name, cue="", evidence=evidence, rule="", confidence=1)
        ],
        events=[Event(id="e", type="other", participants=["p"], evidence=evidence)],
    )
    assert parse(to_json(dossier)) == dossier
    assert check(merge([dossier])) == []
    assert merge([merge([dossier])]) == merge([dossier])


def test_saving_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dossier.json"
    save(small(), path)
    path.chmod(0o640)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            save(Dossier(), path)
    assert load(path) == small()
    assert [entry.name for entry in tmp_path.iterdir()] == ["dossier.json"]
    save(Dossier(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    link = tmp_path / "link.json"
    link.symlink_to(path)
    save(small(), link)
    assert link.is_symlink()
    assert load(path) == small()
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.json")


def test_older_files_load() -> None:
    old = raw()
    for key in ("rulings", "discrepancies", "issues"):
        del old[key]
    for statement in old["statements"]:
        del statement["date"], statement["issue"], statement["option"], statement["addressee"]
    for event in old["events"]:
        del event["rule"], event["confidence"], event["when"], event["topic"]
    for party in old["parties"]:
        del party["offices"], party["evidence"], party["code"]
    dossier = parse(json.dumps(old))
    assert (dossier.statements[0].issue, dossier.parties[0].evidence, dossier.events[0].confidence) == (None, [], 0.5)
    assert parse('{"format": "detente-dossier", "version": 1}') == Dossier()
    assert parse('{"format": "detente-dossier", "a newer key": 1}') == Dossier()


@pytest.mark.parametrize(
    ("content", "english", "german"),
    [
        (b"", "is not JSON", "ist kein JSON"),
        (b"\xff\xfe{", "is not JSON", "ist kein JSON"),
        (b"[" * 100_000, "is not JSON", "ist kein JSON"),
        (b'{"format": "detente-dossier"', "is not JSON", "ist kein JSON"),
        (b"[]", "is not a dossier", "ist kein Dossier"),
        (b'{"format": "detente-conflict"}', "is not a dossier", "ist kein Dossier"),
        (b'{"format": "detente-dossier", "version": 7}', "newer version", "neueren Version"),
        (b'{"format": "detente-dossier", "version": "x"}', "version", "version"),
        (b'{"format": "detente-dossier", "parties": 3}', "parties", "parties"),
    ],
)
def test_what_is_no_dossier(tmp_path: Path, content: bytes, english: str, german: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(DossierError) as caught:
        load(path)
    message = str(caught.value)
    assert english in message
    assert "file.json" in message
    assert "\n" not in message
    assert german in caught.value.message("de")


def test_a_misfit_is_named_by_its_id() -> None:
    data = raw()
    data["statements"][0]["stance"] = "furious"
    with pytest.raises(DossierError, match=r"statements\[0\] \(a-s1\)\.stance"):
        parse(json.dumps(data))


def broken(**changes: Any) -> list[str]:
    """What `check` says after changes ("statements__party" sets a field of the first statement; "parties" adds)."""
    data = raw()
    for path, value in changes.items():
        items, _, key = path.partition("__")
        if key:
            data[items][0][key] = value
        else:
            data[items] += value
    return [str(problem) for problem in check(Dossier.model_validate(data))]


def test_checks() -> None:
    assert broken() == []
    shifted = {"report": "a", "start": 1, "end": 4, "quote": "Die"}
    assert broken(statements__evidence=shifted) == ["statement a-s1: its quote is not what report “a” has at 1:4"]
    beyond = {"report": "a", "start": 90, "end": 99, "quote": ""}
    assert broken(events__evidence=beyond) == ["event a-e1: its quote is not what report “a” has at 90:99"]
    assert broken(parties__evidence=[shifted]) == ["party hafenunion: its quote is not what report “a” has at 1:4"]
    assert broken(events__evidence=shifted | {"report": "z"}) == ["event a-e1: its report “z” is not in the dossier"]
    assert broken(statements__party="nobody") == ["statement a-s1: party “nobody” is not in the dossier"]
    assert broken(statements__addressee="nobody") == ["statement a-s1: party “nobody” is not in the dossier"]
    assert broken(events__participants=["nobody"]) == ["event a-e1: party “nobody” is not in the dossier"]
    assert broken(parties__of="nobody") == ["party hafenunion: party “nobody” is not in the dossier"]
    assert broken(statements__issue="tolls") == ["statement a-s1: issue “tolls” is not in the dossier"]
    assert broken(statements__option="blue") == ["statement a-s1: “blue” is not an option of its issue"]
    assert broken(issues__status_quo="blue") == ["issue bridge: “blue” is not an option of its issue"]
    assert broken(parties=[{"id": "turku", "name": "T", "kind": "group"}]) == [
        "party turku: the id is used more than once"
    ]
    odd = {"kind": "date", "party": "nobody", "between": [shifted], "note": ""}
    assert len(broken(discrepancies=[odd])) == 2


def test_a_file_whose_quotes_moved_is_refused() -> None:
    data = raw()
    data["reports"][0]["text"] = "Heute: " + data["reports"][0]["text"]
    with pytest.raises(DossierError, match="statement a-s1: its quote is not what report") as caught:
        parse(json.dumps(data), "d.json")
    assert caught.value.message("de") == "d.json: Aussage a-s1: ihr Zitat steht nicht in Bericht „a“ bei 23:48"


def test_the_shipped_schema_is_the_contract() -> None:
    assert shipped_schema() == generate_schema(), "run detente.dossier.schema.write_schema()"
    jsonschema.Draft202012Validator.check_schema(shipped_schema())


def test_the_schema_accepts_dossiers_and_nothing_else() -> None:
    validator = jsonschema.Draft202012Validator(shipped_schema())
    dossier = merge([small()])
    dossier.discrepancies = [*find_discrepancies(dossier), Discrepancy(kind="date", between=[], note="x")]
    validator.validate(json.loads(to_json(dossier)))
    data = raw()
    data["statements"][0]["stance"] = "furious"
    assert not validator.is_valid(data)
    data = raw()
    del data["statements"][0]["evidence"]
    assert not validator.is_valid(data)

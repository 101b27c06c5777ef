"""Who holds an option in its hands: sides recognised by events, turns of phrase, names and the codebook itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.codebooks import Codebook, CodebookError, assign, available, load, relabel
from detente.codebooks.phrases import find_phrases, parse_phrase
from detente.contract import Dossier, Event, Evidence, Issue, Office, Party, Report, Statement
from detente.dossier import apply_rulings, check, merge, ruling_on

from .making import OWN

SIDES = """
[[sides]]
id = "owner"
label = { en = "owner" }
SIGNS
"""
TEXT = "The Ferry Company Ltd suspended the crane works. Norland war drags on. Peace with the Sudland folk is far."


def book(tmp_path: Path, signs: str, controlled_by: str = '["owner"]') -> Codebook:
    text = OWN.replace("\n[[issues]]", SIDES.replace("SIGNS", signs) + "\n[[issues]]", 1)
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('default_option = "new"', f'default_option = "new"\ncontrolled_by = {controlled_by}'))
    return load(path)


def evidence(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(report="r", start=start, end=start + len(quote), quote=quote)


def dossier(**changes: object) -> Dossier:
    ferry = Party(
        id="ferry", name="Ferry Company", kind="organisation", aliases=["Ferry Company Ltd"], mentions=1,
        evidence=[evidence("Ferry Company Ltd")],
    )  # fmt: skip
    norland = Party(id="norland", name="Norland", kind="state", code="NL", evidence=[evidence("Norland")])
    sudland = Party(id="sudland", name="Sudland", kind="state", evidence=[evidence("Sudland")])
    chief = Party(
        id="chief", name="Una Ltd", kind="person", of="sudland", roles=["harbour master"],
        offices=[Office(role="harbour master", evidence=evidence("Sudland"))],
    )  # fmt: skip
    event = Event(
        id="e1", type="suspend", participants=["chief", "ferry"], evidence=evidence("suspended the crane works")
    )
    spoken = Statement(
        id="s1", party="ferry", stance="support", topic="crane", cue="wants", evidence=evidence("crane"), rule="t",
        confidence=1,
    )  # fmt: skip
    fields: dict[str, object] = {
        "reports": [Report(id="r", language="en", text=TEXT)],
        "parties": [ferry, norland, sudland, chief],
        "events": [event],
        "statements": [spoken],
    }
    return Dossier.model_validate(fields | changes)


def crane(filled: Dossier) -> Issue:
    return next(issue for issue in filled.issues if issue.id == "harbour.crane")


def held(filled: Dossier) -> dict[str, list[str]]:
    return {option.id: option.controlled_by for option in crane(filled).options}


@pytest.mark.parametrize(
    ("signs", "party", "reason", "quote"),
    [
        ('names.en = ["Ltd"]', "ferry", "name", "Ferry Company Ltd"),
        ('names.en = ["harbour master"]', "sudland", "name", "Sudland"),
        ('phrases.en = ["{party} war"]', "norland", "phrase", "Norland war"),
        ('phrases.en = ["peace with {party}"]', "sudland", "phrase", "Peace with the Sudland"),
        ('events = [{ type = "suspend", issue = "crane" }]', "sudland", "event", "suspended the crane works"),
        ('parties = ["nl"]', "norland", "codebook", None),
        ('parties = ["Ferry Company Ltd"]', "ferry", "codebook", None),
    ],
)
def test_a_side_is_recognised_and_says_by_what(
    tmp_path: Path, signs: str, party: str, reason: str, quote: str | None
) -> None:
    filled = assign(dossier(), [book(tmp_path, signs)])
    assert held(filled) == {"new": [party], "repaired": [party], "old": []}
    (control,) = crane(filled).controls
    assert (control.party, control.side, control.reason) == (party, "owner", reason)
    assert (control.evidence.quote if control.evidence else None) == quote
    assert check(filled) == []


def test_all_participants_of_an_event_can_be_meant(tmp_path: Path) -> None:
    filled = assign(dossier(), [book(tmp_path, 'events = [{ type = "suspend", all = true }]')])
    assert set(held(filled)["new"]) == {"sudland", "ferry"}


@pytest.mark.parametrize(
    "signs",
    [
        'phrases.en = ["{party} peace"]',
        'events = [{ type = "suspend" }]\nkinds = ["person"]',
        'names.en = ["Ltd"]\nat_least = 2',
        'events = [{ type = "meet" }]',
    ],
)
def test_nobody_holds_what_nothing_shows(tmp_path: Path, signs: str) -> None:
    filled = assign(dossier(), [book(tmp_path, signs)])
    assert held(filled) == {"new": [], "repaired": [], "old": []}
    assert crane(filled).controls == []


def test_a_failed_event_shows_nothing(tmp_path: Path) -> None:
    failed = dossier().events[0].model_copy(update={"status": "failed"})
    filled = assign(dossier(events=[failed]), [book(tmp_path, 'events = [{ type = "suspend" }]')])
    assert held(filled)["new"] == []


def test_an_option_may_have_other_controllers_than_its_issue(tmp_path: Path) -> None:
    chosen = book(tmp_path, 'parties = ["Norland"]')
    text = (tmp_path / "mine.toml").read_text().replace("  value = 50", "  value = 50\n  controlled_by = []")
    (tmp_path / "mine.toml").write_text(text)
    assert held(assign(dossier(), [chosen]))["repaired"] == ["norland"]
    assert held(assign(dossier(), [load(tmp_path / "mine.toml")])) == {"new": ["norland"], "repaired": [], "old": []}


def test_controls_survive_another_language_and_a_merge(tmp_path: Path) -> None:
    mine = book(tmp_path, 'parties = ["Norland"]')
    filled = assign(dossier(), [mine])
    assert held(relabel(filled, "de", [mine])) == held(filled)
    assert crane(relabel(filled, "de", [mine])).label == "Kran"
    assert held(merge([filled, filled])) == held(filled)
    other = dossier(reports=[Report(id="q", language="en", text=TEXT)], events=[], statements=[], parties=[])
    assert check(merge([filled, other])) == []


def test_a_ruling_names_who_controls(tmp_path: Path) -> None:
    filled = assign(dossier(), [book(tmp_path, 'names.en = ["Ltd"]')])
    for given, expected in (
        (["Norland", "Ferry Company"], {"new": ["norland", "ferry"], "repaired": ["norland", "ferry"], "old": []}),
        ({"new": ["NL"]}, {"new": ["norland"], "repaired": ["ferry"], "old": []}),
        ({"new": []}, {"new": [], "repaired": ["ferry"], "old": []}),
    ):
        ruling = ruling_on(crane(filled), "correct", id="k1", changes={"controlled_by": given})
        ruled = apply_rulings(filled.model_copy(update={"rulings": [ruling]}))
        assert held(ruled) == expected
        assert held(apply_rulings(ruled)) == expected


def test_a_ruling_on_nobody_known_is_not_applied(tmp_path: Path) -> None:
    from detente.dossier import unmatched_rulings

    filled = assign(dossier(), [book(tmp_path, 'names.en = ["Ltd"]')])
    ruling = ruling_on(crane(filled), "correct", id="k1", changes={"controlled_by": ["Westland"]})
    ruled = filled.model_copy(update={"rulings": [ruling]})
    assert held(apply_rulings(ruled)) == held(filled)
    (unmatched,) = unmatched_rulings(ruled)
    assert "Westland" in unmatched.reason()


def test_a_rejected_event_takes_what_it_showed_with_it(tmp_path: Path) -> None:
    filled = assign(dossier(), [book(tmp_path, 'events = [{ type = "suspend" }]')])
    ruling = ruling_on(filled.events[0], "reject", id="k1")
    assert held(apply_rulings(filled.model_copy(update={"rulings": [ruling]})))["new"] == []


@pytest.mark.parametrize(
    ("signs", "controlled_by", "expected"),
    [
        ("", '["owner"]', "sides[owner]: nothing tells who is of this side: give names, phrases, events or parties"),
        ('names.en = ["Ltd"]', '["tenant"]', '[crane].controlled_by: "tenant" is no side of this codebook (it has'),
        ('events = [{ type = "meet", issue = "boat" }]', "[]", '[owner].events: "boat" is no issue of this codebook'),
        ('phrases.en = ["war"]', "[]", 'sides[owner].phrases: phrase "war": {party} has to stand in it once'),
        ('phrases.en = ["{party} w*r"]', "[]", 'sides[owner].phrases: phrase "{party} w*r": "w*r" is not a word'),
        ('names = ["Ltd"]', "[]", "sides[owner].names: names without a language: write names.en"),
        ('names.en = ["Ltd"]\nat_least = 0', "[]", "sides[owner].at_least: 0 is no number of members: 1 or more"),
        ('events = [{ type = "sing" }]', "[]", "sides[owner].events[number 1].type: "),
    ],
)  # fmt: skip
def test_bad_sides_are_named_with_file_and_place(tmp_path: Path, signs: str, controlled_by: str, expected: str) -> None:
    with pytest.raises(CodebookError) as caught:
        book(tmp_path, signs, controlled_by)
    assert expected in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/mine.toml: ")
    assert "\n" not in str(caught.value)


def test_the_status_quo_is_in_nobody_s_hands(tmp_path: Path) -> None:
    book(tmp_path, 'names.en = ["Ltd"]')
    path = tmp_path / "mine.toml"
    path.write_text(path.read_text().replace("  value = 0\n", '  value = 0\n  controlled_by = ["owner"]\n'))
    with pytest.raises(CodebookError, match="the status quo holds by itself"):
        load(path)


@pytest.mark.parametrize(
    ("phrase", "text", "name", "found"),
    [
        ("{party} krieg*", "Ende des Norland-Krieges", "Norland", "Norland-Krieges"),
        ("{party} ... beschossen", "hat Norland den Hafen beschossen", "Norland", "Norland den Hafen beschossen"),
        ("{party} ... beschossen", "Norland kam. Dann wurde beschossen", "Norland", None),
        ("krieg gegen {party}", "der Krieg gegen das schöne Norland", "Norland", None),
        ("{party} krieg", "dass Norland den Krieg beendet", "Norland", None),
    ],
)  # fmt: skip
def test_turns_of_phrase(phrase: str, text: str, name: str, found: str | None) -> None:
    start = text.index(name)
    mention = Evidence(report="r", start=start, end=start + len(name), quote=name)
    party = Party(id="p", name=name, kind="state", evidence=[mention])
    one = Dossier(reports=[Report(id="r", language="de", text=text)], parties=[party])
    quotes = {hit.evidence.quote for hit in find_phrases(one, [phrase], "de")}
    assert quotes == ({found} if found else set())


def test_a_phrase_needs_a_word() -> None:
    with pytest.raises(ValueError, match="no word besides"):
        parse_phrase("{party} ...")


@pytest.mark.parametrize("name", available())
def test_every_shipped_codebook_says_who_controls_something(name: str) -> None:
    codebook = load(name)
    used = {key for issue in codebook.issues for option in issue.options for key in issue.controllers(option)}
    assert used == {side.id for side in codebook.sides}

"""A proposed codebook is a codebook like any other, and finds the statements again that it was made of."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebooks import Codebook, CodebookOption, NothingToProposeError, as_toml, assign, load, propose

from .making import OWN, Line, dossier

LINES: list[Line] = [
    ("de1", "eine Waffenruhe am Kanal", "support"),
    ("de2", "die Waffenruhe", "oppose"),
    ("en1", "an immediate truce"),
    ("de1", "6 Prozent mehr Lohn"),
    ("de2", "2,5 Prozent mehr Lohn"),
    ("en1", "a pay rise of 3.5 per cent", "oppose"),
    ("de1", "der Windpark vor der Küste"),
    ("de2", "Verzicht auf den Windpark vor der Küste"),
    ("en1", "the lighthouse fee"),
    ("en1", "a fee for the lighthouse"),
    ("de1", "Ende der Gewalt"),
    ("de2", "ein neuer Kran"),
    ("de2", "dieser Schritt"),
]


def written(lines: list[Line], path: Path, *beside: Codebook, key: str = "own") -> Codebook:
    path.write_text(as_toml(propose(dossier(*lines), beside, key=key), "de", "detente"), "utf-8")
    return load(path)


def test_it_loads_and_finds_its_statements_again(tmp_path: Path) -> None:
    book = written(LINES, tmp_path / "own.toml")
    before, after = assign(dossier(*LINES), []), assign(dossier(*LINES), [book])
    assert book == propose(dossier(*LINES), key="own").codebook.model_copy(update={"description": book.description})
    pairs = {(a.issue, b.issue) for a, b in zip(before.statements, after.statements, strict=True)}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert all(str(b).startswith("own.") for _, b in pairs)
    options = {s.topic: s.option for s in after.statements}
    assert options["Verzicht auf den Windpark vor der Küste"] == "against"
    assert options["Ende der Gewalt"] == "for"


def test_what_is_kept_is_counted() -> None:
    proposal = propose(dossier(*LINES))
    assert (proposal.kept, proposal.statements, proposal.reports) == (len(LINES), len(LINES), 3)


def test_the_most_frequent_issue_comes_first() -> None:
    lines = [("de1", "Brücke"), ("de2", "die Brücke"), ("de1", "Leuchtturm"), ("de1", "dieser Schritt")]
    lines.append(("de1", "dieser Vorschlag"))
    assert [(i.issue.id, len(i.statements)) for i in propose(dossier(*lines)).issues] == [
        ("leuchtturm", 3),
        ("bruecke", 2),
    ]


def test_what_two_issues_share_word_for_word_cannot_be_kept() -> None:
    lines = [("de1", "Abkommen mit dem Iran"), ("de1", "das Abkommen"), ("de2", "Abkommen mit Kanada")]
    lines.append(("de2", "das Abkommen"))
    proposal = propose(dossier(*lines))
    assert len(proposal.issues) == 2
    assert (proposal.kept, proposal.statements) == (3, 4)


def test_terms_and_labels_in_both_languages() -> None:
    issues = {issue.id: issue for issue in propose(dossier(*LINES)).codebook.issues}
    ceasefire = issues["waffenruhe-am-kanal"]
    assert ceasefire.terms.keys() == {"de", "en"}
    assert ceasefire.label["en"] == "immediate truce"
    assert ceasefire.terms["de"] == ("Waffenruhe",)


def test_amounts_become_options_on_a_scale() -> None:
    issue = next(i for i in propose(dossier(*LINES)).codebook.issues if len(i.options) > 2)
    assert [(o.label.get("de") or o.label["en"], o.value) for o in issue.options] == [
        ("6 Prozent", 100),
        ("3.5 per cent", 58),
        ("2,5 Prozent", 42),
        ("dagegen", 0),
    ]
    assert issue.status_quo == "against"
    assert issue.label == {"de": "mehr Lohn", "en": "pay rise"}


def test_a_statement_gets_the_option_of_its_amount(tmp_path: Path) -> None:
    after = assign(dossier(*LINES), [written(LINES, tmp_path / "own.toml")])
    named = {s.topic: s.option for s in after.statements}
    assert named["2,5 Prozent mehr Lohn"] == "at-2-5-prozent"
    assert named["6 Prozent mehr Lohn"] == "at-6-prozent"
    assert named["a pay rise of 3.5 per cent"] == "at-3-5-per-cent"


def test_one_amount_alone_is_for_and_against() -> None:
    [issue] = propose(dossier(("de1", "6 Prozent mehr Lohn"))).issues
    assert [o.id for o in issue.issue.options] == ["for", "against"]
    assert issue.amounts == ("6 Prozent",)


def test_what_codebooks_cover_is_left_to_them(tmp_path: Path) -> None:
    (tmp_path / "harbour.toml").write_text(OWN, "utf-8")
    harbour = load(tmp_path / "harbour.toml")
    book = written(LINES, tmp_path / "rest.toml", harbour, key="rest")
    assert not any("Kran" in term for i in book.issues for term in i.terms.get("de", ()))
    after = assign(dossier(*LINES), [harbour, book])
    assert [s.issue for s in after.statements if "Kran" in s.topic] == ["harbour.crane"]
    assert {str(s.issue).split(".")[0] for s in after.statements} == {"harbour", "rest"}


def test_nothing_to_propose(tmp_path: Path) -> None:
    with pytest.raises(NothingToProposeError) as caught:
        propose(dossier())
    assert caught.value.statements == 0
    (tmp_path / "harbour.toml").write_text(OWN, "utf-8")
    with pytest.raises(NothingToProposeError) as caught:
        propose(dossier(("de1", "der Kran")), [load(tmp_path / "harbour.toml")])
    assert caught.value.statements == 1


def test_an_id_that_a_shipped_codebook_has_is_not_taken() -> None:
    assert propose(dossier(*LINES), key="wages").codebook.id == "wages-2"
    assert propose(dossier(*LINES), key="2026 Größe").codebook.id == "codebook-2026-groesse"


def test_comments_tell_what_it_comes_from() -> None:
    quote = "Die Stadt fordert eine Waffenruhe am Kanal, und zwar so bald wie irgend möglich und ohne jede Bedingung."
    proposal = propose(dossier(("de1", "eine Waffenruhe am Kanal", "support", quote), ("de1", "Waffenruhe", "open")))
    text = as_toml(proposal, "de", "detente")
    assert "# 2 Aussagen in 1 Bericht: 1 dafür, 0 dagegen, 1 offen" in text
    assert f'# Beispiel: de1, 0-{len(quote)}: "Waffenruhe am Kanal"' in text
    assert "irgend möglich" not in text
    assert "# 2 statements in 1 report: 1 for, 0 against, 1 open" in as_toml(proposal, "en", "detente")


def test_the_order_of_statements_decides_nothing() -> None:
    def outline(lines: list[Line]) -> list[tuple[str, dict[str, tuple[str, ...]], tuple[CodebookOption, ...]]]:
        book = propose(dossier(*lines)).codebook
        return sorted(((i.id, i.terms, i.options) for i in book.issues), key=lambda found: found[0])

    lines = LINES[:-1]  # without the one that goes on from the one before it
    shuffled = random.Random(5).sample(lines, len(lines))
    assert outline(lines) == outline(shuffled)


WORDS = [
    "Waffenruhe",
    "Zoll",
    "mehr",
    "6 Prozent",
    "Lohn",
    '"',
    "\\",
    "\n",
    "mit",
    "Iran-",
    "der",
    "2,5",
    "\x7f",
    "ß",
    "’s",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), min_size=1, max_size=6))
def test_whatever_topics_say_the_file_loads(tmp_path_factory: pytest.TempPathFactory, topics: list[str]) -> None:
    lines = [(f"de{n % 3}", topic) for n, topic in enumerate(topics)]
    try:
        proposal = propose(dossier(*lines))
    except NothingToProposeError:
        return
    path = tmp_path_factory.mktemp("books") / "x.toml"
    path.write_text(as_toml(proposal, "en", "detente"), "utf-8")
    assert [i.id for i in load(path).issues] == [i.id for i in proposal.codebook.issues]

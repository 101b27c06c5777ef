"""English clauses: where they begin and end, what their verb and subject are, what was tagged wrongly."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.model import Analysis, Clause


def clauses(text: str) -> tuple[Analysis, list[Clause]]:
    analysis = analyse(Report(id="r", language="en", text=text))
    return analysis, [c for found in analysis.clauses for c in found]


def only(text: str, lemma: str) -> tuple[Analysis, Clause]:
    analysis, found = clauses(text)
    (clause,) = [c for c in found if c.lemma == lemma]
    return analysis, clause


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Norway says that it agrees.", ["main", "complement"]),
        ("Norway says it agrees.", ["main", "complement"]),
        ("Norway said on Friday it would agree.", ["main", "complement"]),
        ("Norway asks whether the deal holds.", ["main", "question"]),
        ("Norway, which agrees, wants a vote.", ["main", "relative"]),
        ("Norway rejected a plan that would close the port.", ["main", "relative"]),
        ("Norway rejected the plan Sweden wants.", ["main", "relative"]),
        ("Norway met to sign the deal.", ["main", "infinitive"]),
        ("Norway agreed because the vote had failed.", ["main", "adverbial"]),
        ("If Norway agrees, the talks will end.", ["conditional", "main"]),
        ("Norway rejected the plan and left the talks.", ["main", "main"]),
        ("Norway told reporters it would agree.", ["main", "complement"]),
        ("Norway accused Sweden of blocking the deal.", ["main", "infinitive"]),
        ("Norway left, calling the deal a sham.", ["main", "adverbial"]),
        ("Norway signed a deal negotiated in May.", ["main", "relative"]),
        ("Under the deal, Norway opens its ports.", ["main"]),
        ("According to Norway, the deal is dead.", ["main"]),
        ("Norway will have to sign the deal.", ["main"]),
        ('Norway said: "The deal is dead."', ["main", "main"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    _, found = clauses(text)
    assert [c.kind for c in found] == kinds, [(c.kind, c.lemma) for c in found]


@pytest.mark.parametrize(
    ("text", "lemma", "subject"),
    [
        ("Norway, a small state, rejected the plan.", "reject", "Norway"),
        ("Last week, Norway rejected the plan.", "reject", "Norway"),
        ("Norway and Sweden rejected the plan.", "reject", "Norway"),
        ("Norway rejected the plan and left the talks.", "leave", "Norway"),
        ("Norway, which hosts the talks, rejected it.", "reject", "Norway"),
        ("The plan passed with Sweden opposing it.", "oppose", "Sweden"),
        ("It passed with Sweden supporting it and 20 members opposing it.", "oppose", "20 members"),
        ("Norway left, calling it a sham.", "call", "Norway"),
        ("Norway sent a letter requesting talks.", "request", "Norway"),
        ("Norway said the talks in Oslo failed.", "fail", "the talks"),
        ('"The plan is dead," said the minister.', "say", "the minister"),
        ("Over 200 members rejected the plan.", "reject", "200 members"),
        ("This threatens the deal.", "threaten", "This"),
        ("Norway said it agreed and rejected the ban.", "reject", "Norway"),
    ],
)
def test_subjects(text: str, lemma: str, subject: str) -> None:
    analysis, clause = only(text, lemma)
    assert clause.subject is not None
    sentence = analysis.sentences[clause.sentence]
    assert sentence.text(clause.subject.first, clause.subject.last) == subject


@pytest.mark.parametrize(
    ("text", "lemma", "passive", "negated", "modal"),
    [
        ("Norway rejects the plan.", "reject", False, False, None),
        ("The plan was rejected by Norway.", "reject", True, False, None),
        ("The plan has not been rejected.", "reject", True, True, None),
        ("Norway did not sign the deal.", "sign", False, True, None),
        ("Norway won't sign the deal.", "sign", False, True, "will"),
        ("Norway cannot sign the deal.", "sign", False, True, "can"),
        ("Norway has to sign the deal.", "sign", False, False, "must"),
        ("Norway is to sign the deal.", "sign", False, False, "will"),
        ("Norway is not going to sign the deal.", "sign", False, True, "will"),
        ("The deal must be signed.", "sign", True, False, "must"),
        ("Norway signed no deal.", "sign", False, True, None),
    ],
)
def test_predicates(text: str, lemma: str, passive: bool, negated: bool, modal: str | None) -> None:
    _, clause = only(text, lemma)
    assert (clause.passive, clause.negated, clause.modal) == (passive, negated, modal)


def test_joined_passives_are_passive_both() -> None:
    _, clause = only("The bill is backed by Norway but opposed by Sweden.", "oppose")
    assert clause.passive


def test_an_auxiliary_goes_with_its_participle_over_an_insert() -> None:
    analysis, clause = only("The plan, Norway's biggest, has been rejected.", "reject")
    assert clause.passive
    assert clause.subject is not None
    assert analysis.sentences[0].words[clause.subject.head].text == "plan"


def test_joined_complements_share_the_verb_of_saying() -> None:
    _, found = clauses("Norway said that it agreed and that it would sign.")
    said = found[0]
    assert [c.parent for c in found[1:]] == [said, said]


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("Norway said Sweden rejects the plan.", "rejects", "VERB"),
        ("The plan was one of his campaign promises.", "promises", "NOUN"),
        ("Norway is opposed to the plan.", "opposed", "ADJ"),
        ("This is the plan.", "This", "PRON"),
        ("They met at a think tank in Oslo.", "think", "NOUN"),
        ("According to Norway it failed.", "According", "ADV"),
    ],
)
def test_retagged(text: str, word: str, pos: str) -> None:
    analysis, _ = clauses(text)
    assert next(w.pos for w in analysis.sentences[0].words if w.text == word) == pos


def test_brackets_of_an_editor_are_no_part_of_a_word() -> None:
    analysis, found = clauses('Norway said: "[W]e must leave."')
    assert found[1].subject is not None
    word = analysis.sentences[0].words[found[1].subject.head]
    assert word.text == "We"
    assert analysis.report.text[word.start : word.end] == "[W]e"

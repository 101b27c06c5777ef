"""Who takes part beside those whom the plain grammar of a clause names."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.events.find import find_candidates


def candidates(text: str, language: str) -> set[tuple[str, frozenset[str], bool]]:
    """The candidates of a text: type, names of the parties, and whether their rule has doubts about these."""
    analysis = analyse(Report(id="r", language=language, text=text))
    return {(c.type, frozenset(a.name for a in c.actors), "parties" in c.doubts) for c in find_candidates(analysis)}


@pytest.mark.parametrize(
    ("language", "text", "kind", "parties"),
    [
        # a phrase that only says how often holds no topic
        ("de", "Gestern traf sich Norwegen zum ersten Mal mit Schweden.", "meet", {"Norwegen", "Schweden"}),
        # right behind the verb stands the subject, though its article looks like a genitive
        ("de", "Am Freitag, dem 4. Mai, tagte der Rechtsausschuss des Parlaments.", "meet", {"Rechtsausschuss"}),
        # names behind the plural of what they are
        ("de", "Die Gewerkschaften ver.di und IG BCE riefen zu Warnstreiks auf.", "strike", {"ver.di", "IG BCE"}),
        # those whose people or part a noun names
        ("de", "Norwegen sprach am Montag mit Vertretern von Schweden.", "meet", {"Norwegen", "Schweden"}),
        ("de", "Norwegen führte Gespräche unter anderem mit Schweden.", "meet", {"Norwegen", "Schweden"}),
        # whose letter it is, where nobody else acts
        ("de", "In einem Brief der SPD wurde sein Rücktritt gefordert.", "demand", {"SPD"}),
        # several of a kind are a party, though the kind alone would be too vague
        ("de", "Mehrere Regierungen sagten rasche Hilfe zu.", "offer", {"Mehrere Regierungen"}),
        # what a court ruled stands behind a colon
        ("de", "Das Gericht hat entschieden: Norwegen muss zahlen.", "other", {"Gericht", "Norwegen"}),
        ("en", "The delegations of Norway, Sweden and Denmark met in Oslo.", "meet", {"Norway", "Sweden", "Denmark"}),
        ("en", "Norway opposed Sweden's proposal on Friday.", "reject", {"Norway", "Sweden"}),
    ],
)
def test_takes_part(language: str, text: str, kind: str, parties: set[str]) -> None:
    found = candidates(text, language)
    assert any(k == kind and parties <= names and not doubted for k, names, doubted in found), found


def test_the_party_that_a_group_is_of_takes_part() -> None:
    text = "Die EU lud ein. Die EU-Außenminister verhandelten mit Norwegen."
    assert any(
        kind == "meet" and {"Europäische Union", "Norwegen"} <= names for kind, names, _ in candidates(text, "de")
    )


def test_the_summit_that_failed_names_its_party() -> None:
    text = "Norwegen gehört nicht zur EU. Der Ministerpräsident von Norwegen erklärte das Scheitern des EU-Gipfels."
    assert any(kind == "meet" and "Europäische Union" in names for kind, names, _ in candidates(text, "de"))


def test_the_owner_of_a_topic_takes_no_part_in_the_talks() -> None:
    text = "Norwegen schwieg. Die Verhandlungen zur Freilassung der Besatzung von Schweden kamen gut voran."
    assert not any(
        kind == "meet" and "Schweden" in names and not doubted for kind, names, doubted in candidates(text, "de")
    )


def test_a_verb_for_several_is_not_done_by_the_one_person_before() -> None:
    text = "Anna Berg begrüßte die Demonstranten. Auch sie forderten den Rücktritt der Regierung."
    assert ("demand", True) in {(kind, doubted) for kind, _, doubted in candidates(text, "de")}
    text = "Anna Berg begrüßte die Demonstranten. Auch sie forderte den Rücktritt der Regierung."
    assert any(
        kind == "demand" and "Anna Berg" in names and not doubted for kind, names, doubted in candidates(text, "de")
    )


def test_the_day_speaks_for_a_candidate_and_its_absence_says_nothing() -> None:
    def features(text: str) -> set[str]:
        (candidate,) = find_candidates(analyse(Report(id="r", language="en", text=text)))
        return {f for f in candidate.features if f.startswith("time:")}

    assert features("Norway rejected the plan on Friday.") == {"time:near", "time:near|reject"}
    assert "time:year" in features("Norway rejected the plan in 1994.")
    assert features("Norway rejected the plan.") == set()

"""Merging whole dossiers: reports, ids, items, rulings."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.contract import Dossier, Issue, Option, Ruling
from detente.dossier import check, merge

from .telling import Told, person


def talks(report: str = "a", language: str = "de", date: str | None = "2030-05-02") -> Told:
    told = Told(
        report,
        "Otto Brandt fordert für Finnland eine Brücke. Norwegen lehnt die Brücke ab. Beide trafen sich.",
        language,
        date,
    )
    finland = told.party("Finnland", "state", code="FI")
    norway = told.party("Norwegen", "state", code="NO")
    brandt = told.party("Otto Brandt", of=finland)
    told.says(brandt, "support", "Otto Brandt fordert", addressee=norway)
    told.says(norway, "oppose", "Norwegen lehnt die Brücke ab")
    told.happens("meet", [finland, norway], "Beide trafen sich")
    return told


def test_ids_are_remapped_everywhere() -> None:
    merged = merge([talks("a").dossier, talks("b").dossier])
    assert check(merged) == []
    assert [party.id for party in merged.parties] == ["finland", "norway", "otto-brandt"]
    assert [s.party for s in merged.statements] == ["otto-brandt", "norway"] * 2
    assert merged.statements[0].addressee == "norway"
    assert [s.id for s in merged.statements] == ["a-s1", "a-s2", "b-s1", "b-s2"]
    assert [e.participants for e in merged.events] == [["finland", "norway"]] * 2
    assert merged.parties[2].of == "finland"
    assert {e.report for e in merged.parties[0].evidence} == {"a", "b"}


def test_inputs_are_not_changed() -> None:
    dossiers = [talks("a").dossier, person("Brandt", "b")]
    before = [dossier.model_dump() for dossier in dossiers]
    merge(dossiers)
    assert [dossier.model_dump() for dossier in dossiers] == before


def test_a_report_is_taken_once() -> None:
    one = talks("a").dossier
    assert merge([one, one]) == merge([one])
    saved = merge([one, person("Brandt", "b")])
    assert merge([saved, one]) == saved
    assert merge([saved, saved]) == saved
    assert merge([saved]) == saved


def test_what_the_second_copy_knows_is_kept() -> None:
    plain, rich = talks("a", date=None).dossier, talks("a").dossier
    rich.reports[0].title = "Streit um die Brücke"
    (report,) = merge([plain, rich]).reports
    assert (report.title, report.date) == ("Streit um die Brücke", "2030-05-02")


def test_two_texts_of_one_id_are_both_kept() -> None:
    one, other = talks("a").dossier, person("Olga Holm", "a")
    statement = Told("a", "Olga Holm sprach heute.").says("olga-holm", "open", "sprach heute")
    other.statements.append(statement)
    merged = merge([one, other])
    assert [report.id for report in merged.reports] == ["a", "a-2"]
    assert [s.id for s in merged.statements] == ["a-s1", "a-s2", "a-2-s1"]
    assert check(merged) == []
    assert merge([merged, other]) == merged


def test_ids_of_a_saved_dossier_are_kept() -> None:
    saved = Dossier(
        reports=[*person("Selenskyj", "a").reports, *person("Norwegen", "b").reports],
        parties=[*person("Selenskyj", "a").parties],
    )
    saved.parties[0].id = "p7"
    more = merge([saved, person("Wolodymyr Selenskyj", "c"), person("Olga Holm", "d")])
    assert {party.name: party.id for party in more.parties} == {"Wolodymyr Selenskyj": "p7", "Olga Holm": "olga-holm"}
    later = merge([more, person("Volodymyr Zelensky", "e", "en"), person("Olga Holm", "f", "en")])
    assert [party.id for party in later.parties] == ["p7", "olga-holm"]


def test_a_new_party_does_not_take_a_saved_id() -> None:
    saved = merge([person("Olga Holm", "a", house="Hafenunion"), person("Otto Brandt", "b")])
    merged = merge([saved, person("Olga Holm", "c", house="Seemannsbund")])
    holms = {party.id: party.of for party in merged.parties if party.name == "Olga Holm"}
    assert holms == {"olga-holm": "hafenunion", "olga-holm-2": "seemannsbund"}


def test_ids_do_not_depend_on_the_language() -> None:
    german, english = Told("a", "Deutschland und die EU"), Told("a", "Germany and the European Union", "en")
    german.party("Deutschland", "state", code="DE")
    german.party("EU", "organisation", code="EU")
    english.party("Germany", "state", code="DE")
    english.party("European Union", "organisation", code="EU")
    for told in (german, english):
        assert [party.id for party in merge([told.dossier]).parties] == ["germany", "eu"]


def test_issues_are_united_or_kept_apart() -> None:
    def with_issue(report: str, issue: Issue) -> Dossier:
        told = talks(report)
        told.dossier.issues.append(issue)
        told.dossier.statements[0].issue = issue.id
        return told.dossier

    toll = Issue(id="toll", label="Brückenmaut", codebook="roads", options=[Option(id="none", label="keine", value=0)])
    more = toll.model_copy(update={"options": [Option(id="high", label="hohe", value=100)], "status_quo": "high"})
    merged = merge([with_issue("a", toll), with_issue("b", more)])
    (issue,) = merged.issues
    assert ([option.id for option in issue.options], issue.status_quo) == (["none", "high"], "high")
    other = Issue(id="toll", label="Zahl der Opfer")
    apart = merge([with_issue("a", toll), with_issue("b", other)])
    assert [(issue.id, issue.label) for issue in apart.issues] == [
        ("toll", "Brückenmaut"),
        ("toll-2", "Zahl der Opfer"),
    ]
    assert [s.issue for s in apart.statements if s.issue] == ["toll", "toll-2"]
    assert check(apart) == []


def test_rulings_of_two_analysts_are_kept() -> None:
    one, other = talks("a").dossier, talks("b").dossier
    here, there = one.statements[0].evidence, other.statements[0].evidence
    one.rulings.append(Ruling(id="1", action="reject", target="statement", evidence=here))
    item: dict[str, object] = {"party": "norwegen"}
    other.rulings.append(Ruling(id="1", action="correct", target="statement", evidence=there, item=item))
    one.parties[1].id = other.parties[1].id = "norwegen"
    for dossier in (one, other):
        dossier.statements[0].addressee = dossier.statements[1].party = "norwegen"
        dossier.events[0].participants = ["finnland", "norwegen"]
    merged = merge([one, other])
    assert [ruling.id for ruling in merged.rulings] == ["1", "1-2"]
    assert merged.rulings[1].item == {"party": "norwegen"}
    assert merge([merged, one]).rulings == merged.rulings


def test_near_duplicates_of_different_runs_are_linked() -> None:
    words = " ".join(f"Wort{n} steht an {n}. Stelle im Bericht." for n in range(30))
    first, second = Told("a", words, date="2030-01-01"), Told("b", words + " Ende.", date="2030-01-02")
    assert [report.duplicate_of for report in merge([first.dossier, second.dossier]).reports] == [None, "a"]
    assert first.dossier.reports[0].duplicate_of is None


def test_links_between_reports_follow_new_ids() -> None:
    one, other = person("Olga Holm", "a"), person("Otto Brandt", "a")
    copy = Told("b", "Otto Brandt sprach heute!", duplicate_of="a")
    second = Dossier(reports=[*other.reports, copy.report], parties=other.parties)
    assert merge([one, second]).reports[2].duplicate_of == "a-2"


def test_nothing_merges_to_nothing() -> None:
    assert merge([]) == Dossier()
    assert merge([Dossier(), Dossier()]) == Dossier()


NAMES = [
    "Olga Holm",
    "Holm",
    "Otto Holm",
    "O. Holm",
    "Selenskyj",
    "Wolodymyr Selenskyj",
    "Volodymyr Zelensky",
    "Zelenskyy",
    "Lavrov",
]
STATES = [(None, None), ("FI", "Finnland"), ("NO", "Norwegen")]
OFFICES = [None, "Präsident", "ehemaliger Präsident", "Außenministerin", "President"]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    number = draw(st.integers(0, 6))
    language = draw(st.sampled_from(["de", "en"]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    office = draw(st.sampled_from(OFFICES))
    code, state = draw(st.sampled_from(STATES))
    groups = draw(st.lists(st.sampled_from(["Experten", "Regierung", "Hafenunion", "EU"]), max_size=2, unique=True))
    text = f"{office or ''} {', '.join(names)} und {state or 'andere'} sprachen ({number}). {' '.join(groups)}"
    told = Told(f"r{number}", text, language)
    of = told.party(state, "state", code=code) if state else None
    for count, name in enumerate(names):
        party = told.party(name, of=of if count == 0 else None, office=office if count == 0 else None)
        told.says(party, draw(st.sampled_from(["support", "oppose", "open"])), "sprachen")
    for name in groups:
        told.party(name, "group" if name == "Experten" else "organisation", of=of if name == "Regierung" else None)
    told.happens("meet", [party.id for party in told.dossier.parties], "sprachen")
    return told.dossier


@settings(max_examples=150, deadline=None)
@given(st.lists(dossiers(), max_size=6), st.randoms(use_true_random=False))
def test_laws_of_merging(several: list[Dossier], shuffler: random.Random) -> None:
    merged = merge(several)
    assert check(merged) == []
    assert merge([merged]) == merged
    assert merge([merged, merged]) == merged
    assert merge([merged, *several]) == merged
    unique = {report.id: dossier for dossier in several for report in dossier.reports}
    once = list(unique.values())
    mixed = shuffler.sample(once, len(once))
    assert len(merge(once).parties) == len(merge(mixed).parties)
    assert sum(party.mentions for party in merge(once).parties) == sum(p.mentions for d in once for p in d.parties)
    assert len(merge(once).statements) == sum(len(d.statements) for d in once)


def test_two_hundred_reports_merge_in_two_seconds() -> None:
    chance = random.Random(5)
    heads = ["Anna", "Bodo", "Clara", "Dirk", "Elsa", "Finn", "Greta", "Hugo", "Ida", "Jens"]
    tails = ["berg", "mann", "stein", "feld", "ow", "skyj", "enko", "hoff", "brink", "dahl", "lund", "vik"]
    stems = ["Sand", "Lind", "Stern", "Hage", "Wolf", "Kron", "Tann", "Rosen", "Blum", "Eich", "Birk", "Grau"]
    surnames = [stem + tail for stem in stems for tail in tails]
    houses = [f"{surname} Werke" for surname in surnames[:60]]
    several = []
    for number in range(200):
        text = " ".join(chance.sample(surnames, 12))
        told = Told(f"r{number}", f"Bericht {number}: {text}", chance.choice(["de", "en"]))
        for surname in chance.sample(surnames, 8):
            house = told.party(chance.choice(houses), "organisation", id=f"h{len(told.dossier.parties)}")
            given_name = chance.choice(["", "", *heads])
            told.party(
                f"{given_name} {surname}".strip(), id=f"p{len(told.dossier.parties)}", of=house if given_name else None
            )
        several.append(told.dossier)
    assert sum(len(dossier.parties) for dossier in several) > 2000
    merge(several[:2])
    merged = merge(several)
    assert len(merged.parties) < 2000

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any, get_args

import pytest

from detente.briefing.brief import IssueState, Section
from detente.briefing.phrasebook import Phrasebook
from detente.contract import DiscrepancyKind, EventStatus, EventType, PartyKind, Stance

DE, EN = Phrasebook("de"), Phrasebook("en")


def table(language: str) -> dict[str, Any]:
    file = resources.files("detente.briefing") / "phrases" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def phrases(branch: dict[str, Any], path: str = "") -> Iterator[tuple[str, set[str]]]:
    for key, value in branch.items():
        if isinstance(value, dict):
            yield from phrases(value, f"{path}{key}.")
        else:
            yield path + key, set(re.findall(r"{(\w*)}", value))


def keys(language: str) -> dict[str, set[str]]:
    return dict(phrases(table(language)))


def test_both_languages_have_the_same_keys() -> None:
    assert keys("de").keys() == keys("en").keys()


def test_both_languages_have_the_same_placeholders() -> None:
    german, english = keys("de"), keys("en")
    # "one" may spell the number out in one language and not in the other
    assert {k: v for k, v in german.items() if not k.endswith(".one")} == {
        k: v for k, v in english.items() if not k.endswith(".one")
    }


def test_counted_phrases_have_the_forms_that_the_language_needs() -> None:
    for language, book in (("de", DE), ("en", EN)):
        forms = set(book.locale.plural_form.tags) | {"other"}
        for key in {k.rpartition(".")[0] for k in keys(language) if k.endswith(".one")}:
            branch: Any = table(language)
            for part in key.split("."):
                branch = branch[part]
            assert set(branch) == forms, (language, key)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("event", EventType), ("status", EventStatus), ("kind", PartyKind), ("stance", Stance),
        ("discrepancy", DiscrepancyKind), ("conflicts", DiscrepancyKind), ("issue_state", IssueState), ("use", Section),
        ("section", Section),
    ],
)  # fmt: skip
def test_every_value_of_the_contract_has_a_phrase(language: str, group: str, values: Any) -> None:
    assert set(get_args(values)) <= set(table(language)[group])


def test_numbers_and_dates_follow_the_language() -> None:
    assert (DE.number(1234.5), EN.number(1234.5)) == ("1.234,5", "1,234.5")
    assert (DE.number(-3), EN.number(-3)) == ("−3", "−3")
    assert (DE.day("2031-03-04"), EN.day("2031-03-04")) == ("4. März 2031", "4 March 2031")
    assert (DE.day("2031-03-04", short=True), EN.day("2031-03-04", short=True)) == ("04.03.2031", "4 Mar 2031")
    assert (DE.day("2031-03"), EN.day("2031-03")) == ("März 2031", "March 2031")
    assert (DE.day("2031"), DE.day("2031-03-04T10:00:00")) == ("2031", "4. März 2031")


def test_what_is_no_date_stays_as_it_is() -> None:
    assert [DE.day(value) for value in ("2031-13-04", "bald", "", None)] == ["2031-13-04", "bald", "", ""]


def test_shares_never_round_to_certainty() -> None:
    assert (DE.share(0.62), EN.share(0.62)) == ("62\N{NO-BREAK SPACE}%", "62%")
    assert [EN.share(v) for v in (0, 0.001, 0.5, 0.999, 1)] == ["0%", "<1%", "50%", ">99%", "100%"]
    assert (DE.share_range(0.283, 0.951), DE.range(28.3, 95.1)) == ("28–95\N{NO-BREAK SPACE}%", "28–95")
    assert [EN.gained(v) for v in (0.184, -0.041, 0.004)] == ["+18", "−4", "±0"]


def test_counting() -> None:
    assert [DE.say("count.statements", n=n) for n in (0, 1, 1000)] == ["0 Aussagen", "1 Aussage", "1.000 Aussagen"]
    assert [EN.say("count.statements", n=n) for n in (0, 1, 1000)] == [
        "0 statements",
        "1 statement",
        "1,000 statements",
    ]


def test_names_in_a_row_and_languages() -> None:
    assert (DE.names(["A", "B", "C"]), EN.names(["A", "B"])) == ("A, B und C", "A and B")
    assert [DE.tongue(code) for code in ("en", "de-AT", "und", "x?")] == [
        "Englisch", "Deutsch", "Sprache unbekannt", "Sprache unbekannt",
    ]  # fmt: skip


def test_braces_in_values_are_no_placeholders() -> None:
    assert EN.say("quoted", text="{n} and {0.__class__}") == "“{n} and {0.__class__}”"


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match=r"'fr'.*de, en"):
        Phrasebook("fr")
    with pytest.raises(KeyError):
        DE.say("state.nonsense")
    assert DE.label("event", "moonwalk") == "moonwalk"

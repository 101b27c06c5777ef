from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest

from detente.briefing import compose, render_html
from detente.briefing.page import policy
from detente.contract import Dossier

from .disputes import crowd, ferries, hostile, water
from .markup import Page

DOSSIERS: dict[str, Callable[[], Dossier]] = {
    "water": water,
    "ferries": ferries,
    "hostile": hostile,
    "empty": Dossier,
    "crowd": lambda: crowd(30, 14),
}


@pytest.fixture(scope="module", params=[(name, language) for name in DOSSIERS for language in ("de", "en")])
def document(request: pytest.FixtureRequest) -> str:
    name, language = request.param
    return render_html(compose(DOSSIERS[name](), language=language))


def content(document: str, tag: str) -> str:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", document, re.S)
    assert len(found) == 1
    return str(found[0])


def test_well_formed_and_every_link_arrives(document: str) -> None:
    page = Page(document)
    assert [name for name, count in page.ids.items() if count > 1] == []
    targets = [link["href"][1:] for link in page.links if link["href"].startswith("#")]
    assert [target for target in targets if target not in page.ids] == []
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", name) for name in page.ids)
    labelled = [v for _, name, value in page.attributes if name in ("aria-labelledby", "for") for v in value.split()]
    assert [name for name in labelled if name not in page.ids] == []


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(document: str) -> None:
    page = Page(document)
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("style", "src", "srcset", "action", "formaction", "xlink:href", "data"), (tag, name)
        if name == "href":
            assert value.startswith(("#", "https://", "http://")), value
    assert page.tags["script"] == page.tags["style"] == 1
    assert not set(page.tags) & {"link", "img", "iframe", "object", "embed", "form", "base"}
    assert "url(" not in content(document, "style")
    assert "@import" not in content(document, "style")


def test_the_policy_names_the_hashes_of_what_is_there(document: str) -> None:
    stated = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', document)
    assert stated is not None
    rules = stated[1].replace("&#39;", "'")

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert rules == (
        f"default-src 'none'; style-src {digest(content(document, 'style'))}; "
        f"script-src {digest(content(document, 'script'))}; base-uri 'none'; form-action 'none'"
    )
    assert "unsafe" not in rules
    # the policy stands before anything that it rules on
    assert document.index("Content-Security-Policy") < document.index("<style>")


def test_another_script_has_another_policy() -> None:
    assert policy("a", "b") != policy("a", "c") != policy("b", "c")


def test_hostile_text_stays_text() -> None:
    document = render_html(compose(hostile(), language="en"))
    page = Page(document)
    assert document.count("<script") == document.count("</script>") == 1
    assert page.tags["svg"] == document.count("<svg ")
    assert not any("javascript:" in value for _, name, value in page.attributes if name == "href")
    assert "javascript:alert(4)" in page.text  # named, but not linked
    assert "<script>alert(1)</script>" in page.text
    assert "&lt;script&gt;" in page.text
    assert "{{7*7}}" in page.text
    assert "\x1b" not in document
    assert "\u202e" not in document


def test_hostile_languages_do_not_get_into_the_lang_attribute() -> None:
    page = Page(render_html(compose(hostile())))
    assert {value for _, name, value in page.attributes if name == "lang"} <= {"de", "en", "und"}


def test_every_sentence_is_used_and_leads_back() -> None:
    page = Page(render_html(compose(water())))
    links = [link["href"][1:] for link in page.links]
    marks = {name for name in page.ids if re.fullmatch(r"e\d+-\d+", name)}
    assert len(marks) == 16
    assert marks <= set(links)
    for mark in marks:
        assert f"n{mark[1:]}" in page.ids
        assert f"n{mark[1:]}" in links
    assert any(name.startswith("u") for name in links)


def test_every_count_in_the_matrix_has_its_sentences() -> None:
    brief = compose(water())
    tallies = [tally for row in brief.matrix.rows for cell in row.cells if cell for tally in cell.tallies]
    assert tallies
    assert all(tally.cites for tally in tallies)


def test_nothing_is_said_by_colour_alone() -> None:
    text = Page(render_html(compose(water()))).text
    for words in ("+2", "−1", "○1", "2 dafür, 0 dagegen, 0 offen", "umstritten", "geplant", "gescheitert"):
        assert words in text


def test_language_of_page_and_reports() -> None:
    document = render_html(compose(ferries(), language="de"))
    assert '<html lang="de">' in document
    assert '<p lang="en" dir="auto"' in document
    assert "Stand der Dinge" in document


def test_long_lists_are_folded_and_complete() -> None:
    document = render_html(compose(crowd(30, 14), language="de"))
    page = Page(document)
    assert "10 weitere Parteien" in page.text  # of the list of parties
    assert "4 weitere Streitpunkte" in page.text
    assert "6 weitere Skalen" in page.text
    assert all(f"Partei {n}" in page.text for n in range(30))
    assert all(f"Punkt {n}" in page.text for n in range(14))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21."""

    def luminance(colour: str) -> float:
        digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
        shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_colours_stand_out(scheme: int) -> None:
    style = content(render_html(compose(ferries())), "style")
    palettes = [
        dict(re.findall(r"--(\w+): #([0-9a-f]+)", block)) for block in re.findall(r":root {(.*?)}", style, re.S)
    ]
    colours = palettes[scheme]
    for text in ("ink", "soft", "link", "for", "against", "open"):
        assert contrast(colours[text], colours["paper"]) >= 4.5, text
    for text in ("ink", "link"):
        for ground in ("mark", "target", "faint"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["edge"], colours["paper"]) >= 3

from __future__ import annotations

import pytest
from conftest import article, page

from detente.reports.html import read_html
from detente.reports.limits import MAX_HTML
from detente.reports.markdown import read_markdown
from detente.reports.model import SourceError

HEADING = "Hafenarbeiter lehnen Angebot der Reeder ab"


def whole_page(paragraphs: list[str]) -> str:
    body = f"""<header><a href="/">Küstenbote</a><nav><a>Politik</a> <a>Wirtschaft</a></nav></header>
      <div class="cookie-banner">Wir verwenden Cookies, um Inhalte anzuzeigen. <button>Alle akzeptieren</button></div>
      <main><article><p class="kicker">Tarifstreit</p><h1>{HEADING}</h1><p class="byline">Von Petra Lorenz</p>
      <time datetime="2024-05-06T10:00">6. Mai 2024</time>
      <p>Nordhafen (dpa) - {paragraphs[0]}</p><p>{paragraphs[1]}</p>
      <div class="newsletter"><p>Unser Newsletter: Jeden Morgen das Wichtigste in Ihr Postfach.</p></div>
      <h2>Schlichtung gescheitert</h2><p>{paragraphs[2]}</p>
      <p>Lesen Sie auch: Warum die Reeder auf Zeit spielen</p><p>{paragraphs[3]}</p></article>
      <section class="comments"><h2>Kommentare (2)</h2><p>Seemann77 sagt:</p><p>Die Reeder sollten zahlen.</p></section>
      <section><h3>Stellenangebote</h3><ul><li>Hafenmeister (m/w/d)</li><li>Werkstudent Logistik</li></ul></section>
      <aside><h3>Meistgelesen</h3><ul><li>Sturmflut erwartet</li></ul></aside></main>
      <footer>Impressum | Datenschutz</footer><script>var a = "<p>kein Text</p>";</script>"""
    head = f"""<title>{HEADING} - Küstenbote</title><meta property="og:site_name" content="Küstenbote">
      <meta name="author" content="Petra Lorenz">"""
    return page(body, head=head)


def test_body_and_origin_of_a_page(german: list[str]) -> None:
    draft = read_html(whole_page(german))
    assert draft.text.split("\n") == [
        HEADING,
        f"Nordhafen (dpa) - {german[0]}",
        german[1],
        "Schlichtung gescheitert",
        german[2],
        german[3],
    ]
    assert (draft.title, draft.author, draft.publisher) == (HEADING, "Petra Lorenz", "Küstenbote")
    assert (draft.date, draft.language) == ("2024-05-06", "de")


def test_what_the_extraction_drops_is_kept_as_furniture(german: list[str]) -> None:
    kinds = {line.text: line.kind for line in read_html(whole_page(german)).furniture}
    assert kinds["Politik Wirtschaft"] == "navigation"
    assert kinds["Wir verwenden Cookies, um Inhalte anzuzeigen."] == "legal"
    assert kinds["Von Petra Lorenz"] == "byline"
    assert kinds["Lesen Sie auch: Warum die Reeder auf Zeit spielen"] == "related"
    assert kinds["Seemann77 sagt:"] == kinds["Die Reeder sollten zahlen."] == "comments"
    assert kinds["Werkstudent Logistik"] == "jobs"
    assert kinds["Sturmflut erwartet"] == "related"
    assert not any("kein Text" in line for line in kinds)


def test_a_title_that_is_no_heading_stays_out_of_the_text(german: list[str]) -> None:
    draft = read_html(page(article(german), head=f'<meta property="og:title" content="{HEADING}">'))
    assert draft.title == HEADING
    assert draft.text.startswith(german[0])


def test_a_page_without_a_body_tag(german: list[str]) -> None:
    draft = read_html("".join(f"<p>{p}</p>" for p in german))
    assert draft.text.split("\n") == german


@pytest.mark.parametrize(
    "nest",
    ["<div>", "<b><i>", "<table><tr><td>", "<ul><li>", "<font>", "<section><article>", "<span>", "<x-a>", "<p>"],
)
def test_ten_thousand_elements_deep(nest: str, german: list[str]) -> None:
    draft = read_html("<html><body>" + nest * 10_000 + article(german, HEADING))
    for paragraph in german:
        assert paragraph in draft.text


@pytest.mark.parametrize(
    "start",
    [
        "<" * 200_000,
        "<!--" * 20_000 + "-->",
        "<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">",
        "&lt;" * 50_000,
    ],
    ids=["brackets", "comments", "attributes", "entities"],
)
def test_pages_made_to_hang_parsers(start: str, german: list[str]) -> None:
    assert german[1] in read_html("<html><body>" + start + article(german)).text


def test_scripts_that_are_never_closed_end_soon() -> None:
    assert read_html("<html><body>" + "<script>" * 50_000 + "<p>Text</p>").text == ""


def test_a_page_that_is_a_data_dump() -> None:
    with pytest.raises(SourceError) as caught:
        read_html("<html><body>" + "<p>x</p>" * (MAX_HTML // 8 + 1))
    assert caught.value.code == "too_large"


def test_markdown(german: list[str]) -> None:
    source = f"""---
title: "Anderer Titel"
author: Petra Lorenz
date: 2024-05-06
---
# {HEADING}

{german[0]}

Die **Reeder** nannten [das Angebot](https://example.org) *großzügig*
und ![Bild](x.png) wollen reden.

- Abzug der Boote
- Treffen auf neutralem Boden

> {german[2]}
"""
    draft = read_markdown(source)
    assert draft.title == HEADING
    assert (draft.author, draft.date) == ("Petra Lorenz", "2024-05-06")
    lines = [line for line in draft.text.split("\n") if line]
    assert lines == [
        HEADING,
        german[0],
        "Die Reeder nannten das Angebot großzügig und  wollen reden.",
        "- Abzug der Boote",
        "- Treffen auf neutralem Boden",
        german[2],
    ]

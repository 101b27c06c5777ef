"""Adding what was not read: the place of a quote in code points, a new party, what cannot be added."""

from __future__ import annotations

import html

import pytest

from detente.contract import Evidence, Report
from detente.desk.dossiers.current import current, extracted
from detente.desk.review.models import Ruling
from detente.desk.review.passages import NotThereError, paragraphs, passage, place

# Each of the first letters takes two units in UTF-16.
ASTRAL = Report(id="a", text="𝔄𝔅 said: no deal.\nLater 😀 she said: no deal.\r\nAn end.")


def test_places_are_code_points():
    start = ASTRAL.text.rindex("no deal")
    found = place(ASTRAL, "no deal", start, start + 7)
    assert (found.start, found.end, found.quote) == (start, start + 7, "no deal")
    assert ASTRAL.text[found.start : found.end] == "no deal"
    assert place(ASTRAL, "  Later 😀 she ").quote == "Later 😀 she"


def test_a_place_that_is_a_little_off_is_the_nearest_one():
    second = ASTRAL.text.rindex("no deal")
    # What somebody would send who counts UTF-16 units.
    assert place(ASTRAL, "no deal", second + 3, second + 10).start == second
    assert place(ASTRAL, "no deal", 0, 3).start == ASTRAL.text.index("no deal")


@pytest.mark.parametrize(
    ("quote", "key"), [("", "empty"), ("  ", "empty"), ("No deal", "nowhere"), ("no deal", "several")]
)
def test_a_quote_without_a_place(quote, key):
    with pytest.raises(NotThereError) as error:
        place(ASTRAL, quote)
    assert error.value.key == key


def test_line_ends_of_a_form():
    report = Report(id="a", text="One line\nand another.")
    assert place(report, "line\r\nand").quote == "line\nand"


def test_a_passage_in_its_paragraph():
    start = ASTRAL.text.index("she")
    found = passage(ASTRAL, Evidence(report="a", start=start, end=start + 3, quote="she"))
    assert (found.before, found.words, found.after) == ("Later 😀 ", "she", " said: no deal.")
    lost = passage(ASTRAL, Evidence(report="a", start=0, end=3, quote="she"))
    assert (lost.words, lost.found) == ("she", False)
    long = Report(id="b", text="word " * 200 + "here" + " word" * 200)
    shown = passage(long, Evidence(report="b", start=1000, end=1004, quote="here"))
    assert len(shown.before) < 400
    assert len(shown.after) < 400
    assert shown.words == "here"


def test_paragraphs_are_cut_where_spans_begin_and_end():
    text = "One two three.\n\nFour."
    found = paragraphs(text, [(4, 14), (0, 7), (16, 20)])
    assert [paragraph.start for paragraph in found] == [0, 16]
    assert [(piece.text, piece.of) for piece in found[0].pieces] == [
        ("One ", (2,)),
        ("two", (1, 2)),
        (" three.", (1,)),
    ]
    assert "".join(piece.text for paragraph in found for piece in paragraph.pieces) == text.replace("\n", "")


def page(dossier):
    return f"/desk/north/review/add/{extracted(dossier).reports[1].id}/"


def given(dossier, **data):
    issue = extracted(dossier).issues[0]
    about = f'["{issue.id}", "{issue.options[0].id}"]'
    return {"quote": "Sweden supports security guarantees", "stance": "oppose", "about": about, "reason": "", **data}


def test_a_statement_is_added(dossier, as_role):
    client, read = as_role("analyst"), extracted(dossier)
    party = read.parties[0].id
    text = read.reports[1].text
    start = text.index("Sweden")
    data = given(dossier, party=party, start=start, end=start + 35, reason="overlooked", topic="guarantees")
    answer = client.post(page(dossier), data)
    assert answer.status_code == 302, answer.content.decode()
    added = next(each for each in current(dossier).statements if each.rule == "ruling")
    assert (added.party, added.stance, added.issue, added.topic) == (party, "oppose", read.issues[0].id, "guarantees")
    assert (added.evidence.start, added.evidence.quote) == (start, "Sweden supports security guarantees")
    assert added.evidence.quote == text[added.evidence.start : added.evidence.end]
    shown = html.unescape(client.get(answer["Location"].split("#")[0]).content.decode())
    assert "<q" in shown
    assert f'id="{answer["Location"].split("#")[1]}"' in shown
    # It is in the queue too, and can be ruled on like any other, or taken back.
    done = client.get("/desk/north/review/", {"part": "done"}).content.decode()
    assert "added" in done
    item = f"statement:{added.id}"
    client.post("/desk/north/review/rule/", {"item": item, "action": "reject", "seen": "0"})
    assert not [each for each in current(dossier).statements if each.rule == "ruling"]
    client.post("/desk/north/review/rule/", {"item": item, "action": "undo", "seen": "0"})
    assert [each for each in current(dossier).statements if each.rule == "ruling"]
    gone = client.post(
        "/desk/north/review/rule/", {"item": item, "action": "undo", "seen": "0"}, headers={"HX-Request": "true"}
    )
    assert "taken out again" in gone.content.decode()
    assert not [each for each in current(dossier).statements if each.rule == "ruling"]


def test_with_a_new_party(dossier, as_role):
    answer = as_role("analyst").post(page(dossier), given(dossier, new_party="the region", kind="group"))
    assert answer.status_code == 302
    party = current(dossier).parties[-1]
    assert (party.id, party.name, party.kind) == ("the-region", "the region", "group")
    assert [each.quote for each in party.evidence] == ["the region"]
    assert current(dossier).statements[-1].party == "the-region"
    as_role("analyst").post(page(dossier), given(dossier, new_party="the region", kind="group"))
    assert [p.id for p in current(dossier).parties][-2:] == ["the-region", "the-region-2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"quote": "Sweden rejects everything"}, "do not stand in the report"),
        ({"quote": ""}, "required"),
        ({"quote": "the"}, "more than once"),
        ({"party": "nobody"}, "nobody"),
        ({"stance": "perhaps"}, "perhaps"),
        ({"about": '["none", null]'}, "none"),
        ({"start": "-5", "end": "x"}, "0"),
    ],
)
def test_what_cannot_be_added(dossier, as_role, data, said):
    party = extracted(dossier).parties[0].id
    answer = as_role("analyst").post(page(dossier), given(dossier, **{"party": party, **data}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Ruling.objects.exists()


def test_there_is_no_such_report(dossier, as_role):
    assert as_role("analyst").get("/desk/north/review/add/none/").status_code == 404

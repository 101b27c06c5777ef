"""Adding what was not read: the place of a quote in code points, a new party, what cannot be added."""

from __future__ import annotations

import html

import pytest

from detente.contract import Dossier as Published
from detente.contract import Evidence, Report
from detente.desk.dossiers.current import current, extracted
from detente.desk.dossiers.models import Extract
from detente.desk.review.models import Ruling
from detente.desk.review.passages import NotThereError, paragraphs, passage, place
from detente.dossier import timeline

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


def happened(dossier, **data):
    given = {"add": "event", "quote": "foreign minister Ole Hansen said", "type": "meet", "status": "planned"}
    return {**given, "participants": [extracted(dossier).parties[0].id, ""], "reason": "", **data}


def test_an_event_is_added(dossier, as_role):
    client, read = as_role("analyst"), extracted(dossier)
    party, text = read.parties[0], read.reports[1].text
    before = len(current(dossier).events)
    data = happened(
        dossier, date="4.5.2031", place=" Paris ", topic="talks", reason="overlooked", new_party="the region"
    )
    answer = client.post(page(dossier), data)
    assert answer.status_code == 302, answer.content.decode()
    added = current(dossier).events[-1]
    told = (added.type, added.status, added.participants, added.place, added.date, added.topic)
    assert told == ("meet", "planned", [party.id, "the-region"], "Paris", "2031-05-04", "talks")
    assert added.evidence.quote == text[added.evidence.start : added.evidence.end] == data["quote"]
    kept = Ruling.objects.get(target="event")
    assert (kept.action, kept.reason, str(kept.author)) == ("add", "overlooked", "Analyst")
    # It stands below the report, in the queue, on the timeline and in what would be published.
    shown = client.get(answer["Location"].split("#")[0]).content.decode()
    assert f'id="{answer["Location"].split("#")[1]}"' in shown
    assert 'data-add="event" open' in shown
    assert "added" in client.get("/desk/north/review/", {"part": "done", "target": "event"}).content.decode()
    assert any(added in entry.events and entry.date == "2031-05-04" for entry in timeline(current(dossier)))
    # It is corrected and taken back like any other.
    item = f"event:{added.id}"
    client.post("/desk/north/review/correct/", {**data, "item": item, "seen": "0", "date": "2031-05", "new_party": ""})
    corrected = current(dossier).events[-1]
    assert (corrected.date, corrected.participants) == ("2031-05", [party.id])
    history = client.get("/desk/north/review/history/").content.decode()
    assert "Date: 2031-05" in history
    assert "Place:" not in history
    for _ in range(2):
        client.post("/desk/north/review/rule/", {"item": item, "action": "undo", "seen": "0"})
    assert len(current(dossier).events) == before


def test_an_added_event_survives_another_reading(dossier, as_role):
    as_role("analyst").post(page(dossier), happened(dossier))
    again = extracted(dossier).model_copy(deep=True)
    again.events.clear()
    again.reports[1].text = "Moved. " + again.reports[1].text
    for each in [*again.statements, *again.parties]:
        each.evidence = [] if isinstance(each.evidence, list) else each.evidence
    Extract.objects.filter(dossier=dossier).update(content=again.model_dump_json(), revision=2)
    (event,) = current(dossier).events
    assert event.evidence.start == again.reports[1].text.index("foreign minister")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"quote": "nobody met"}, "do not stand in the report"),
        ({"type": "dance"}, "dance"),
        ({"status": ""}, "required"),
        ({"participants": ["nobody"]}, "nobody"),
        ({"date": "the day after"}, "no date"),
        ({"date": "31.2.2031"}, "no date"),
    ],
)
def test_what_event_cannot_be_added(dossier, as_role, data, said):
    answer = as_role("analyst").post(page(dossier), happened(dossier, **data))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert 'data-add="event" open' in shown
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("role, status", [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 302)])
def test_who_may_add_an_event(dossier, as_role, role, status):
    assert as_role(role).post(page(dossier), happened(dossier)).status_code == status
    assert Ruling.objects.exists() == (role == "owner")


def test_the_words_of_a_statement_are_corrected(dossier, as_role):
    client, base = as_role("analyst"), extracted(dossier).statements[-1]
    item, words = f"statement:{base.id}", " ".join(base.evidence.quote.split()[:4])
    shown = client.get("/desk/north/review/correct/", {"item": item}).content.decode()
    assert base.evidence.quote.split()[0] in html.unescape(shown.split("<textarea")[1].split("</textarea>")[0])
    about = f'["{base.issue}", "{base.option}"]' if base.option else "[null, null]"
    data = {"item": item, "seen": "0", "party": base.party, "stance": base.stance, "about": about}
    data |= {"start": base.evidence.start, "end": base.evidence.end}

    def now():
        return next(each.evidence for each in current(dossier).statements if each.id == base.id)

    client.post("/desk/north/review/correct/", data | {"quote": base.evidence.quote})
    assert "evidence" not in Ruling.objects.get().content["item"]
    client.post("/desk/north/review/correct/", data | {"quote": words})
    assert (now().quote, now().start) == (words, base.evidence.start)
    assert f"“{words}”" in html.unescape(client.get("/desk/north/review/history/").content.decode())
    # A later correction says which words it means, also where these are those that were read.
    client.post("/desk/north/review/correct/", data | {"quote": words, "stance": "open"})
    assert now().quote == words
    client.post("/desk/north/review/correct/", data | {"quote": base.evidence.quote})
    assert now() == base.evidence
    wrong = client.post("/desk/north/review/correct/", data | {"quote": "It says so nowhere"})
    assert wrong.status_code == 422
    # Who accepts what was read before that correction was seen means its words too.
    client.post("/desk/north/review/correct/", data | {"quote": words})
    client.post("/desk/north/review/rule/", {"item": item, "action": "accept", "seen": "0"})
    assert now() == base.evidence


def test_an_added_event_is_published(dossier, as_role, people, settings):
    from detente.desk.dossiers.models import EVERYBODY
    from detente.desk.publishing import drafts
    from detente.desk.publishing.publish import publish

    settings.WORK_INLINE = True
    as_role("analyst").post(page(dossier), happened(dossier, date="2031-05"))
    draft = drafts.ask(dossier)
    version = publish(draft.pk, dossier, people["analyst"], title="The north", audience=EVERYBODY)
    (event,) = (each for each in Published.model_validate_json(version.content).events if each.date == "2031-05")
    assert event.evidence.quote == "foreign minister Ole Hansen said"
    shown = as_role("anonymous").get(f"/d/north/v/{version.number}/")
    assert shown.status_code == 200
    assert 'datetime="2031-05"' in shown.content.decode()

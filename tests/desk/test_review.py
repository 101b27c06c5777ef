"""The queue: what is in it and in which order, ruling with and without HTMX, undoing, races, ruling alone."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from detente.desk.dossiers.current import current, extracted, key_of
from detente.desk.people.models import OWNER, User
from detente.desk.review.models import Outcome, Ruling
from detente.desk.review.queue import anchor
from detente.desk.sources.models import Reading

QUEUE = "/desk/north/review/"


@pytest.fixture
def two(dossier, people):
    """The dossier with two analysts as members."""
    people["second"] = User.objects.create_user("second", "second@example.org", "x", role="analyst", name="Second")
    dossier.members.add(people["second"])
    return dossier


@pytest.fixture
def analyst(as_role):
    return as_role("analyst")


def name(dossier, number=0):
    return f"statement:{extracted(dossier).statements[number].id}"


def rule(client, item, action="accept", **data):
    return client.post(f"{QUEUE}rule/", {"item": item, "action": action, "seen": "0", **data})


def correct(client, item, **data):
    given = {"item": item, "seen": "0", "stance": "oppose", "about": "[null, null]", "reason": "", **data}
    return client.post(f"{QUEUE}correct/", given)


def anchors(page):
    return re.findall(r'<article [^>]*id="(i-[0-9a-f]+)"', page)


PAGES = ("", "add/", "parties/", "issues/", "history/", "agreement/", "effect/")


@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("reader", 404), ("moderator", 404), ("analyst", 200), (OWNER, 200)]
)
def test_who_may_review(dossier, as_role, role, status):
    client = as_role(role)
    report = extracted(dossier).reports[0].id
    party, issue = extracted(dossier).parties[0].id, extracted(dossier).issues[0].id
    asked = f"item=statement:{extracted(dossier).statements[0].id}"
    more = (f"add/{report}/", f"party/?id={party}", f"issue/?id={issue}", f"correct/?{asked}", f"item/?{asked}")
    for page in (*PAGES, *more):
        assert client.get(QUEUE + page).status_code == status, page
    posted = rule(client, name(dossier))
    assert posted.status_code == (302 if status == 200 else status)
    assert Ruling.objects.count() == (1 if status == 200 else 0)


def test_a_reader_who_is_a_member_may_not_rule(dossier, people, as_role):
    dossier.members.add(people["reader"])
    client = as_role("reader")
    assert client.get(QUEUE).status_code == 403
    assert rule(client, name(dossier)).status_code == 403
    assert not Ruling.objects.exists()


def test_each_statement_stands_in_its_paragraph(dossier, analyst):
    page = html.unescape(analyst.get(QUEUE).content.decode())
    for statement in extracted(dossier).statements:
        assert f"<mark>{statement.evidence.quote}</mark>" in page
        assert anchor(f"statement:{statement.id}") in anchors(page)


def test_the_least_certain_and_most_influential_come_first(dossier, analyst):
    from detente.desk.review.ranking import hanging

    hang = hanging(dossier)
    ranked = sorted(extracted(dossier).statements, key=lambda each: -(1 - each.confidence) * hang.influence(each))
    ranks = [(1 - each.confidence) * hang.influence(each) for each in ranked]
    assert len(set(ranks)) > 1
    shown = anchors(analyst.get(QUEUE).content.decode())
    order = {anchor(f"statement:{each.id}"): rank for each, rank in zip(ranked, ranks, strict=True)}
    assert [order[each] for each in shown] == ranks


def test_filters(dossier, analyst):
    read = extracted(dossier)
    norway = next(party.id for party in read.parties if party.name == "Norway")
    mine = {anchor(f"statement:{s.id}") for s in read.statements if s.party == norway}
    assert set(anchors(analyst.get(QUEUE, {"party": norway}).content.decode())) == mine
    report = read.reports[1].id
    here = {anchor(f"statement:{s.id}") for s in read.statements if s.evidence.report == report}
    assert set(anchors(analyst.get(QUEUE, {"report": report}).content.decode())) == here
    issue = read.statements[0].issue
    on = {anchor(f"statement:{s.id}") for s in read.statements if s.issue == issue}
    assert set(anchors(analyst.get(QUEUE, {"issue": issue}).content.decode())) == on
    found = {anchor(f"statement:{s.id}") for s in read.statements if "Truppen" in s.evidence.quote}
    assert found
    assert found <= set(anchors(analyst.get(QUEUE, {"q": "truppen"}).content.decode()))
    assert anchors(analyst.get(QUEUE, {"q": "no such words"}).content.decode()) == []
    for target in ("party", "issue"):
        count = len(read.parties if target == "party" else read.issues)
        assert len(anchors(analyst.get(QUEUE, {"target": target}).content.decode())) == count
    assert analyst.get(QUEUE, {"target": "event"}).status_code == 200
    assert analyst.get(QUEUE, {"target": "nonsense", "page": "x", "part": "?"}).status_code == 200


def test_ruling_without_a_script(dossier, analyst, people):
    item = name(dossier)
    before = key_of(dossier)
    answer = rule(analyst, item, "reject", reason="misread", back="part=open&q=")
    assert answer.status_code == 302
    assert answer["Location"].startswith(QUEUE)
    assert f"was={before}" in answer["Location"]
    row = Ruling.objects.get()
    assert (row.author, row.action, row.item, row.reason) == (people["analyst"], "reject", item, "misread")
    assert (row.content["id"], row.content["author"], row.content["reason"]) == (row.key, "Analyst", "misread")
    assert key_of(dossier) != before
    assert item.split(":", 1)[1] not in {s.id for s in current(dossier).statements}
    page = analyst.get(answer["Location"], follow=True).content.decode()
    assert anchor(item) not in anchors(page)
    assert 'id="h-effect"' in page
    done = analyst.get(QUEUE, {"part": "done"}).content.decode()
    assert anchors(done) == [anchor(item)]
    assert "rejected" in done


def test_ruling_with_htmx_gives_the_item_and_has_the_effect_shown(dossier, analyst):
    item = name(dossier)
    answer = analyst.post(
        f"{QUEUE}rule/", {"item": item, "action": "accept", "seen": "0"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert anchors(page) == [anchor(item)]
    assert "<html" not in page
    address = html.unescape(re.search(r'hx-get="([^"]*effect[^"]*)"', page)[1])
    assert analyst.get(address).status_code == 200
    again = analyst.post(f"{QUEUE}rule/", {"item": item, "action": "undo", "seen": "0"}, headers={"HX-Request": "true"})
    assert again.status_code == 200
    assert Ruling.objects.get().undone is not None


def test_a_correction_changes_the_result_and_shows_it(dossier, analyst):
    from detente.desk.review.outcomes import effect, keep

    was, before = keep(dossier)
    assert before["deals"]
    for number, statement in enumerate(extracted(dossier).statements):
        if statement.issue is None or statement.option is None:
            continue
        answer = correct(
            analyst,
            name(dossier, number),
            party=statement.party,
            stance="support" if statement.stance == "oppose" else "oppose",
            about=f'["{statement.issue}", "{statement.option}"]',
        )
        assert answer.status_code == 302, answer.content.decode()
    found = effect(dossier, was)
    assert found is not None
    assert found.moved
    assert found.accepted[0] != found.accepted[1]
    page = html.unescape(analyst.get(QUEUE, {"was": was}).content.decode())
    for issue, one, other in found.moved:
        assert f'<th scope="row">{issue}</th><td>{one or "–"}</td><td>{other or "–"}</td>' in page
    assert effect(dossier, "0" * 64) is None


def test_outcomes_are_kept_by_state(dossier, analyst):
    rule(analyst, name(dossier))
    rule(analyst, name(dossier, 1), "reject")
    keys = set(Outcome.objects.values_list("key", flat=True))
    assert len(keys) == 2
    page = analyst.get(f"{QUEUE}effect/", {"was": sorted(keys)[0]}).content.decode()
    assert "h-effect" in page


def test_undo_keeps_the_row(dossier, analyst, people):
    item = name(dossier)
    rule(analyst, item, "reject")
    rule(analyst, item, "undo")
    row = Ruling.objects.get()
    assert (row.undone_by, row.undone is not None) == (people["analyst"], True)
    assert current(dossier).statements == extracted(dossier).statements
    history = analyst.get(f"{QUEUE}history/").content.decode()
    assert "Undone by Analyst" in history
    rule(analyst, item, "undo")
    assert Ruling.objects.count() == 1


def test_of_two_analysts_the_later_prevails_and_is_told(two, as_role, people):
    item, statement = name(two), extracted(two).statements[0]
    first, second = as_role("analyst"), as_role("second")
    correct(first, item, party=statement.party, stance="open", about=f'["{statement.issue}", null]')
    page = correct(second, item, party=statement.party, stance="oppose", about="[null, null]")
    shown = second.get(page["Location"], follow=True).content.decode()
    assert "Analyst ruled on it meanwhile (corrected)" in shown
    now = next(each for each in current(two).statements if each.id == statement.id)
    assert (now.stance, now.issue) == ("oppose", None)
    # Who has seen the other's ruling is not told of it again, nor of one's own.
    last = Ruling.objects.latest("pk").pk
    again = correct(first, item, party=statement.party, stance="support", seen=str(last))
    assert "meanwhile" not in first.get(again["Location"], follow=True).content.decode()


def test_accepting_means_what_was_seen(two, as_role):
    item, statement = name(two), extracted(two).statements[0]
    first, second = as_role("analyst"), as_role("second")
    correct(first, item, party=statement.party, stance="open", about="[null, null]")
    seen = Ruling.objects.get().pk
    rule(second, item, "accept", seen=str(seen))
    assert Ruling.objects.latest("pk").content["item"]["stance"] == "open"
    # Whoever had not seen the correction accepts what was read.
    rule(second, item, "accept", seen="0")
    now = next(each for each in current(two).statements if each.id == statement.id)
    assert (now.stance, now.issue, now.option) == (statement.stance, statement.issue, statement.option)


def test_rulings_stand_on_their_own(two, as_role):
    """A later ruling holds when the one before is undone."""
    item, statement = name(two), extracted(two).statements[0]
    first, second = as_role("analyst"), as_role("second")
    correct(first, item, party="", new_party="Somebody else", kind="group", stance="open")
    rule(second, item, "reject", seen=str(Ruling.objects.latest("pk").pk))
    assert statement.id not in {s.id for s in current(two).statements}
    rule(first, item, "undo")
    assert statement.id not in {s.id for s in current(two).statements}


def test_the_others_rulings_can_be_hidden(two, as_role):
    item = name(two)
    first, second = as_role("analyst"), as_role("second")
    rule(first, item, "reject", reason="secret reason")
    assert anchor(item) not in anchors(second.get(QUEUE).content.decode())
    second.post(f"{QUEUE}hide/", {"alone": "yes"})
    page = second.get(QUEUE).content.decode()
    assert anchor(item) in anchors(page)
    assert "secret reason" not in page
    assert "secret reason" not in second.get(f"{QUEUE}history/").content.decode()
    answer = rule(second, item, "accept")
    assert "meanwhile" not in second.get(answer["Location"], follow=True).content.decode()
    assert item.split(":", 1)[1] in {s.id for s in current(two).statements}
    second.post(f"{QUEUE}hide/", {"alone": "no"})
    assert "secret reason" in second.get(QUEUE, {"part": "all"}).content.decode()


def test_rulings_survive_another_reading(dossier, analyst):
    from detente.desk.dossiers.current import join

    statement = extracted(dossier).statements[0]
    rule(analyst, name(dossier), "reject")
    # Another reader gives other ids.
    for reading in Reading.objects.all():
        reading.content = reading.content.replace(statement.id, statement.id.replace("-s", "-t"))
        reading.save()
    join(dossier)
    now = statement.id.replace("-s", "-t")
    assert now in {s.id for s in extracted(dossier).statements}
    assert now not in {s.id for s in current(dossier).statements}
    assert len(current(dossier).statements) == len(extracted(dossier).statements) - 1
    page = analyst.get(QUEUE, {"part": "done"}).content.decode()
    assert anchors(page) == [anchor(f"statement:{now}")]


def test_what_cannot_be_applied_any_more_is_listed(dossier, analyst):
    item = name(dossier)
    rule(analyst, item, "reject")
    row = Ruling.objects.get()
    row.content["evidence"]["report"] = "another"
    row.save()
    Ruling.objects.filter(pk=row.pk).update(key="changed")
    row.content["id"] = "changed"
    Ruling.objects.filter(pk=row.pk).update(content=row.content)
    page = analyst.get(f"{QUEUE}history/").content.decode()
    assert "Cannot be applied: nothing that was read matches it" in page
    assert "1 ruling cannot be applied" in page
    assert analyst.get(f"{QUEUE}history/", {"lost": "yes"}).content.decode().count("Cannot be applied") == 1


def test_bad_input(dossier, analyst):
    item = name(dossier)
    assert rule(analyst, item, "destroy").status_code == 400
    assert rule(analyst, "statement:none").status_code == 404
    assert rule(analyst, "nonsense").status_code == 404
    assert correct(analyst, item, party="nobody").status_code == 422
    assert correct(analyst, item, party="", new_party="").status_code == 422
    party = extracted(dossier).parties[0].id
    assert correct(analyst, item, party=party, new_party="both").status_code == 422
    assert correct(analyst, item, party=party, about="[1, 2]").status_code == 422
    assert correct(analyst, item, party=party, about="nonsense").status_code == 422
    assert correct(analyst, item, party=party, stance="maybe").status_code == 422
    assert analyst.get(f"{QUEUE}rule/").status_code == 405
    assert not Ruling.objects.exists()
    assert rule(analyst, item, seen="x" * 50).status_code == 302


def test_a_page_that_is_open_hears_of_the_others_rulings(two, as_role):
    first, second = as_role("analyst"), as_role("second")
    page = first.get(QUEUE).content.decode()
    address = html.unescape(re.search(r'hx-get="([^"]*watch[^"]*)" data-hx-trigger="every', page)[1])
    assert first.get(address).status_code == 204
    rule(second, name(two), "reject")
    heard = first.get(address)
    assert heard.status_code == 200
    assert "Second rejected: " in heard.content.decode()
    assert "h-effect" in heard.content.decode()
    rule(second, name(two), "undo")
    assert "Second took back: " in first.get(address.replace(address.split("was=")[1][:64], "0" * 64)).content.decode()
    first.post(f"{QUEUE}hide/", {"alone": "yes"})
    assert 'hx-trigger="every' not in first.get(QUEUE).content.decode()
    rule(second, name(two), "reject")
    assert "Second" not in first.get(address).content.decode()


def test_a_form_is_refused_without_its_token(dossier, people):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people["analyst"], backend="django.contrib.auth.backends.ModelBackend")
    assert rule(client, name(dossier)).status_code == 403


def test_markup_is_text(dossier, analyst):
    item = name(dossier)
    evil = "<script>alert(1)</script>"
    correct(analyst, item, party="", new_party=evil, reason=evil)
    for page in (f"{QUEUE}?part=all&q={evil}", f"{QUEUE}history/", f"{QUEUE}parties/"):
        content = analyst.get(page).content.decode()
        assert evil not in content
        assert html.escape(evil) in content


def test_pages_in_german(dossier, analyst):
    analyst.cookies["language"] = "de"
    rule(analyst, name(dossier), "reject")
    for page in PAGES:
        assert analyst.get(QUEUE + page).status_code == 200
    assert "verworfen" in analyst.get(f"{QUEUE}history/").content.decode()


def test_addresses():
    assert reverse("review:queue", args=["north"]) == QUEUE

"""Every page of the desk: its examples, and a world in which all of them have something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from detente.contract import Dossier as Read
from detente.desk.comments import deciding
from detente.desk.comments.models import REJECT, WAITING, Comment
from detente.desk.dossiers.models import EVERYBODY, Dossier, Extract
from detente.desk.dossiers.sections import LISTED
from detente.desk.home.models import Site
from detente.desk.people import addresses, invitations
from detente.desk.people.models import User
from detente.desk.publishing import drafts
from detente.desk.publishing.publish import publish
from detente.desk.review import ruling
from detente.desk.review.models import Ruling
from detente.desk.sources.models import ENTRY, FILE, READING, Feed, Source
from detente.desk.sources.models import WAITING as UNREAD
from detente.desk.subscriptions.models import Mail, Subscription
from detente.desk.whatif.models import Scenario

from . import routes
from .test_access import ROUTES
from .whatif_tables import made_up

# Addresses that show no page: feeds, files, pieces of pages, and what only leads on.
NO_PAGES = {
    "home:health", "publishing:export", "publishing:dossier_feed", "publishing:feed", "publishing:sitemap",
    "publishing:robots", "comments:log_csv", "dossiers:dossier", "dossiers:export", "dossiers:table", "review:item",
    "review:effect", "dossiers:brief",
}  # fmt: skip
# The pages, each with what is asked of it behind the "?"; {} are values of the world.
PAGES: dict[str, tuple[str, ...]] = {
    "home:home": ("", "q=north", "q=nowhere"),
    "home:settings": ("",),
    "publishing:dossier": ("",),
    "publishing:version": ("",),
    "publishing:versions": ("",),
    "publishing:feeds": ("",),
    "publishing:publish": ("",),
    "publishing:preview": ("",),
    "subscriptions:subscribe": ("", "dossier=north"),
    "subscriptions:asked": ("",),
    "subscriptions:confirm": ("",),
    "subscriptions:manage": ("",),
    "subscriptions:ended": ("",),
    "subscriptions:unsubscribe": ("",),
    "subscriptions:mails": ("",),
    "comments:fragment": ("",),
    "comments:policy": ("",),
    "comments:queue": ("", "state=approved", "state=rejected", "q=nowhere"),
    "comments:erase": ("",),
    "comments:log": ("",),
    "people:first_run": (),  # before anybody is there: a test of its own
    "people:login": ("",),
    "people:register": ("",),
    "people:registered": ("",),
    "people:join": ("",),
    "people:reset": ("",),
    "people:reset_sent": ("",),
    "people:reset_confirm": ("",),
    "people:account": ("",),
    "people:change_address": ("",),
    "people:password": ("",),
    "people:tokens": ("",),
    "people:address": ("",),
    "people:list": ("",),
    "people:invite": ("",),
    "people:person": ("",),
    "dossiers:list": ("",),
    "dossiers:new": ("",),
    "dossiers:search_all": ("", "q=troops"),
    "dossiers:settings": ("",),
    "dossiers:delete": ("",),
    "dossiers:section": ("",),
    "dossiers:cell": ("",),
    "dossiers:search": ("", "q=troops", "q=zebra"),
    "sources:sources": ("",),
    "sources:remove": ("",),
    "sources:unfollow": ("",),
    "sources:texts": ("",),
    "sources:text": ("",),
    "review:queue": ("", "target=event&part=all", "target=party&part=all", "target=issue&part=all", "q=zebra"),
    "review:correct": ("item={statement}",),
    "review:reports": ("",),
    "review:text": ("",),
    "review:parties": ("", "q=zebra"),
    "review:party": ("id=norway", "id=chad"),
    "review:issues": ("",),
    "review:issue": ("id=peace.withdrawal", "id=peace.withdrawal&into=peace.ceasefire"),
    "review:history": ("",),
    "review:agreement": ("",),
    "whatif:table": ("", "salience:p0:i1=0.9&leaves=p3&leaves=nobody&status-quo:aid=resumed&says:p1:i0:o2:open=3"),
    "whatif:chances": ("leaves=p3",),
    "whatif:basis": ("leaves=p0",),
    "whatif:compare": ("s={scenario}",),
    "whatif:scenario": ("",),
    "whatif:edit": ("",),
    "whatif:delete": ("",),
}
# Who may least of those who see a page, by what test_access says of it.
LEAST = {
    "open": "anonymous", "gone": "anonymous", "published": "anonymous", "account": "reader", "see": "member",
    "nothing": "member", "work": "colleague", "nothing at work": "colleague", "write": "analyst",
    "moderate": "moderator", "discussion": "moderator", "administer": "owner", "own": "owner",
}  # fmt: skip
# Who is logged in is sent on from these.
STRANGERS_ONLY = {"people:login"}
# What these links lead to stands in mails.
_MAILED = {"people:join": "/people/join/", "people:address": "/people/address/"}


def build(people: dict[str, User], read_once: tuple[list[Any], str]) -> routes.World:
    """The world of the routes' tests, and more of everything; "big" is a dossier with a lot to settle."""
    made = routes.build(people, read_once[1], read_once[0], audience=EVERYBODY)
    dossier, users = made.dossier, made.users
    Dossier.objects.filter(pk=dossier.pk).update(summary="What the north says of the war.\nAnd of peace.")
    Site(
        name="Peace Watch", registration=True, about_en="Who is for what, and how sure that is.\n\nSee *all* of it.",
        about_de="Wer was will.", notices_en="A job: https://example.org/", notices_de="Eine Stelle",
    ).save()  # fmt: skip
    _rule(made)
    _give(dossier, users["colleague"])
    draft = drafts.ask(dossier)
    publish(draft.pk, dossier, users["colleague"], title="The north in March", note="More\nof it.",
            audience=EVERYBODY, unread_too=True)  # fmt: skip
    drafts.ask(dossier)
    flags = {"links": {"n": 2}, "words": {"found": "idiot"}, "shouting": {}}
    odd = Comment.objects.create(dossier=dossier, version=2, name="Bob", text="NO!\n\nWhy?", flags=flags, state=WAITING)
    deciding.decide(odd, users["moderator"], REJECT, code="off_topic", note="It was about the weather.")
    Comment.objects.create(dossier=dossier, version=2, name="Bea", text="See http://example.org/", flags=flags)
    made.values["special"] |= _mailed(users) | _big(made)
    asked = Subscription.objects.create(address="new@example.org", dossier=dossier)
    made.values["special"]["subscriptions:confirm"] = {"secret": asked.secret}
    Subscription.objects.create(address="north@example.org", dossier=dossier, confirmed=timezone.now())
    Mail.objects.create(to="b@example.org", subject="s", text="t", reason="no answer", failed=timezone.now())
    user = users["reader"]
    made.values |= {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
        "statement": f"statement:{Read.model_validate_json(read_once[1]).statements[0].id}",
    }
    return made


def _rule(made: routes.World) -> None:
    """Two analysts who agree on some and differ on others; one ruling was undone, one is on what is gone."""
    content = Read.model_validate_json(made.dossier.extract.content)
    for n, statement in enumerate(content.statements[:4]):
        for k, person in enumerate(("colleague", "owner")):
            action = "reject" if n == k else "accept"
            ruling.rule(made.dossier, made.users[person], statement, action, reason="So I read it." if k else "")
    changes = {"name": "The French Republic"}
    france = next(each for each in content.parties if each.id == "france")
    ruling.rule(made.dossier, made.users["colleague"], france, "correct", changes)
    last = Ruling.objects.order_by("-pk").first()
    assert last is not None
    ruling.undo(made.dossier, made.users["owner"], last)


def _give(dossier: Dossier, user: User) -> None:
    """Sources in every state, and a feed that has failed and rests."""
    feed = Feed.objects.create(
        dossier=dossier, address="https://example.org/news.rss", title="News of the north", polled=timezone.now(),
        due=timezone.now() + timedelta(hours=1), failures=3, code="fetch", reason="timed out", active=False,
        added_by=user,
    )  # fmt: skip
    for state, kind, name in ((UNREAD, FILE, "waiting.txt"), (READING, ENTRY, "An entry that is being read")):
        Source.objects.create(dossier=dossier, kind=kind, name=name, state=state, feed=feed, added_by=user)


def _mailed(users: dict[str, User]) -> dict[str, dict[str, str]]:
    invitations.invite("joining@example.org", "analyst", "en", users["owner"])
    addresses.ask(users["reader"], "elsewhere@example.org")
    found = {}
    for name, path in _MAILED.items():
        text = Mail.objects.filter(text__contains=path).latest("pk").text
        value = text.split(path)[1].split("/")[0]
        found[name] = {"token" if name == "people:join" else "key": value}
    return found


def _big(made: routes.World) -> dict[str, dict[str, str]]:
    """A dossier that has much to settle, and what-ifs of it; the values that lead to them."""
    big = Dossier.objects.create(slug="big", title="The big one", language="en")
    big.members.add(made.users["member"], made.users["colleague"])
    Extract.objects.create(dossier=big, content=made_up().model_dump_json(), revision=1)
    Source.objects.create(dossier=big, kind=FILE, name="big.txt", state="done")
    changes = [["leaves", "p0"], ["leaves", "nobody"]]
    scenario = Scenario.objects.create(dossier=big, name="Alone", note="Why?", changes=changes, author=None)
    made.values["scenario"] = scenario.key
    return {name: {"slug": "big", "key": scenario.key} for name in PAGES if name.startswith("whatif:")}


def addresses_of(made: routes.World) -> Iterator[tuple[str, str]]:
    """Each page's route and address in this world."""
    for name, asked in PAGES.items():
        for each in asked:
            query = each.format(**made.values)
            yield name, made.address(name) + (f"?{query}" if query else "")
    for slug in (made.dossier.slug, "big"):
        for section in LISTED:
            yield "dossiers:section", made.address("dossiers:section", slug=slug, section=section)


def least(name: str) -> str:
    """Who may least of those who see a page."""
    return LEAST[ROUTES[name][0]]

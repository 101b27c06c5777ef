"""Every address of the desk, and a world in which each leads somewhere; for the tests that go through all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from detente.desk.comments.models import APPROVED, REJECTED, WAITING, Comment
from detente.desk.dossiers.current import key_of
from detente.desk.dossiers.models import Book, Dossier, Extract
from detente.desk.people.models import ANALYST, READER, Invitation, Token, User
from detente.desk.publishing import drafts
from detente.desk.publishing.models import Draft, Version
from detente.desk.publishing.publish import publish
from detente.desk.review import ruling
from detente.desk.sources.models import FAILED, Feed, Reading, Source
from detente.desk.subscriptions import links
from detente.desk.subscriptions.models import Mail, Subscription
from detente.desk.whatif.models import Scenario

from .conftest import PASSWORD

# "member" is a reader and "colleague" an analyst who is a member of the dossiers; the others are not.
PERSONS = ("anonymous", "reader", "member", "moderator", "analyst", "colleague", "owner")


def walk() -> dict[str, URLPattern]:
    """Every pattern by its name with its app's before it."""
    return dict(_walk(get_resolver(), ()))


def _walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, (*spaces, each.namespace) if each.namespace else spaces)
        else:
            yield ":".join((*spaces, str(each.name))), each


@dataclass
class World:
    """One dossier with something of everything in it, and those who use the desk."""

    dossier: Dossier
    users: dict[str, User]
    values: dict[str, Any]
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, person: str, **options: Any) -> Client:
        """A browser with somebody logged in."""
        made = Client(**options)
        if person == "anonymous":
            return made
        if person not in self.sessions:
            made.force_login(self.users[person], backend="django.contrib.auth.backends.ModelBackend")
            self.sessions[person] = made.cookies[settings.SESSION_COOKIE_NAME].value
        made.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return made

    def address(self, name: str, **other: Any) -> str:
        """Where a route leads in this world."""
        pattern = walk()[name]
        app = name.split(":")[0]
        # reverse() wants exactly the names of the pattern's own and its parents' parameters.
        for names in _parameters(name, pattern):
            values = {key: other.get(key, self.values.get(f"{app}.{key}", self.values.get(key))) for key in names}
            values |= {key: value for key, value in self.special(name).items() if key in names and key not in other}
            return reverse(name, kwargs=values)
        raise AssertionError(name)

    def special(self, name: str) -> dict[str, Any]:
        return self.values["special"].get(name, {})


def _parameters(name: str, pattern: URLPattern) -> Iterator[list[str]]:
    resolver = get_resolver()
    for space in name.split(":")[:-1]:
        resolver = resolver.namespace_dict[space][1]
    for possibility in resolver.reverse_dict.getlist(name.split(":")[-1]):
        for _, names in possibility[0]:
            yield names


# What the first version was drawn up as, which takes a second, by the dossier's slug.
_drawn: dict[str, dict[str, Any]] = {}


def _publish(dossier: Dossier, author: User) -> None:
    if dossier.slug not in _drawn:
        draft = drafts.ask(dossier)
        row = publish(draft.pk, dossier, author, title=dossier.title, audience=dossier.audience, unread_too=True)
        own = {"id", "dossier_id", "author_id", "made"}
        _drawn[dossier.slug] = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in own
        }
    else:
        Version.objects.create(dossier=dossier, author=author, **_drawn[dossier.slug])


def build(people: dict[str, User], joined: str, parts: list[Any], *, audience: str, slug: str = "north") -> World:
    """A dossier that was read, ruled on, published and commented on; the member and the colleague belong to it."""
    users = dict(people)
    for name, role in (("member", READER), ("colleague", ANALYST)):
        users[name] = User.objects.filter(username=name).first() or User.objects.create_user(
            name, f"{name}@example.org", PASSWORD, role=role, name=name.title()
        )
    made = Dossier.objects.create(slug=slug, title=f"The {slug}", language="en", audience=audience)
    made.members.add(users["member"], users["colleague"])
    source = Source.objects.create(
        dossier=made, kind="text", name="A report", content=b"text", state=FAILED, reason="none"
    )
    for part in parts:
        report = part.reports[0]
        Reading.objects.create(
            source=source, report=report.id, title=report.title or "", language=report.language,
            content=part.model_dump_json(),
        )  # fmt: skip
    Extract.objects.create(dossier=made, content=joined, revision=1)
    feed = Feed.objects.create(dossier=made, address="https://example.org/feed")
    book = Book.objects.create(dossier=made, name="ours", content="")
    party = ruling.add(made, users["colleague"], "party", {"id": "chad", "name": "Chad", "kind": "state"}).rows[0]
    scenario = Scenario.objects.create(dossier=made, name="Alone", changes=[["leaves", "norway"]])
    _publish(made, users["colleague"])
    comments = {
        state: Comment.objects.create(dossier=made, version=1, name="Ada", text=f"{state} text", state=state)
        for state in (APPROVED, REJECTED, WAITING)
    }
    subscription = Subscription.objects.create(address=f"{slug}@example.org", confirmed=made.made)
    owners = Subscription.objects.create(address=users["owner"].email, dossier=made, confirmed=made.made)
    invitation = Invitation.objects.create(address=f"invited-{slug}@example.org")
    mail = Mail.objects.create(to="a@example.org", subject="s", text="t", reason="no such box")
    token, words = Token.make(users["owner"], "a program")
    last = made.versions.get()
    draft = Draft.objects.create(
        dossier=made,
        number=2,
        key=key_of(made),
        content=last.content,
        sections=last.sections,
        changes=last.changes,
        made=last.made,
    )
    values = {
        "slug": slug,
        "number": 1,
        "pk": source.pk,
        "key": scenario.key,
        "kind": "atom",
        "format": "json",
        "section": "positions",
        "name": "statements",
        "language": "en",
        "party": "norway",
        "issue": "peace.withdrawal",
        "report": parts[0].reports[0].id,
        "book": book.pk,
        "secret": subscription.secret,
        "comments.number": comments[WAITING].pk,
        "subscriptions.number": mail.pk,
        "subscriptions.token": links.unsubscribe([subscription]).rstrip("/").rpartition("/")[2],
        "people.number": users["reader"].pk,
        "token": "no-token",
        "uidb64": "MQ",
        "words": words,
        "special": {
            "sources:poll": {"pk": feed.pk},
            "sources:pause": {"pk": feed.pk},
            "sources:unfollow": {"pk": feed.pk},
            "review:undo": {"pk": party.pk},
            "people:revoke": {"number": token.pk},
            "people:withdraw": {"number": invitation.pk},
        },
    }
    values["ids"] = {"source": source.pk, "feed": feed.pk, "ruling": party.key, "scenario": scenario.key,
                     "comment": comments[WAITING].pk, "draft": draft.pk, "subscription": owners.pk}  # fmt: skip
    return World(made, users, values)

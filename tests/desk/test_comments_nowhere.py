"""What was rejected, waits or was erased is nowhere: no page, feed, export, answer of the API or mail holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from detente.desk import worker
from detente.desk.comments import deciding
from detente.desk.comments.models import APPROVE, REJECT, Comment, Decision
from detente.desk.people.models import Token
from detente.desk.publishing import drafts, publish
from detente.desk.subscriptions.models import Mail

WAITS, REJECTED, SHOWN, ERASED = "WAITS-zqx7-text", "REJECTED-zqx7-text", "SHOWN-zqx7-text", "ERASED-zqx7-text"
NAMES = {text: text.replace("text", "name") for text in (WAITS, REJECTED, SHOWN, ERASED)}
_LINK = re.compile(r"""(?:href|src|action|hx-get|url)=["']([^"']+)["']|<(?:loc|link|id)>([^<]+)<""")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# One value or more for each name of a part of an address.
_VALUES = {
    "slug": ["north"],
    "number": ["1"],
    "section": ["state", "positions"],
    "kind": ["atom", "rss"],
    "format": ["json", "csv", "graphml", "zip", "html"],
    "language": ["en"],
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route of the desk with values in the places of its parameters."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route)
        elif isinstance(each, URLPattern):
            plain = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route).replace("^", "").replace("$", "").replace("\\", "")
            made = [plain]
            for name in _PARAMETER.findall(plain):
                values = _VALUES.get(name, ["1"])
                made = [re.sub(rf"<(?:\w+:)?{name}>", value, one) for one in made for value in values]
            yield from (f"/{one}" for one in made)


def crawl(client: Client, begin: list[str], token: str) -> dict[str, bytes]:
    """What stands at these addresses and at all that they lead to on this desk, by address."""
    bearer = {"Authorization": f"Bearer {token}"}
    todo, found = list(begin), {}
    while todo and len(found) < 600:
        address = todo.pop()
        if address in found or address.startswith(("/static/", "/moderation/")):
            continue
        parts = [{}, {"HX-Request": "true"}] if "/comments/" in address or address.startswith("/desk/") else [{}]
        for part in parts:
            answer = client.get(address, headers=bearer if address.startswith("/api/") else part)
            body = b"".join(answer) if answer.streaming else answer.content
            found[address] = found.get(address, b"") + body + repr(answer.headers).encode()
            text = body.decode("utf-8", "replace")
            links = [*(a or b for a, b in _LINK.findall(text)), answer.get("Location", "")]
            for link in map(unescape, links):
                target = urldefrag(urljoin(f"http://testserver{address}", link)).url
                if urlsplit(target).netloc == "testserver":
                    todo.append(target.removeprefix("http://testserver"))
    return found


@pytest.fixture
def discussed(dossier, people, settings):
    """A published dossier with comments in each state, subscribers told, the worker done with all there was to do."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    draft = drafts.ask(dossier)
    publish.publish(draft.pk, dossier, people["analyst"], title="The north", audience="everybody")
    for k, text in enumerate(NAMES):
        fields = {"name": NAMES[text], "text": text, "address": f"writer{k}@example.org"}
        answer = Client(REMOTE_ADDR=f"192.0.2.{k}").post("/d/north/comments/", fields)
        assert answer.status_code == 302
    find = Comment.objects.get
    deciding.decide(find(text=SHOWN), people["moderator"], APPROVE)
    deciding.decide(find(text=REJECTED), people["moderator"], REJECT, code="demeaning", note="Not in that tone.")
    gone = deciding.decide(find(text=ERASED), people["moderator"], APPROVE)
    deciding.erase(find(pk=gone.number), people["owner"])
    kept = list(Mail.objects.values_list("subject", "text", "headers"))
    worker.finish()
    return [*kept, *Mail.objects.values_list("subject", "text", "headers")]


@pytest.mark.parametrize("role", ["anonymous", "reader"])
def test_it_is_in_nothing_that_can_be_read(discussed, dossier, people, as_role, role):
    dossier.members.add(people["reader"])  # who sees the dossier at work, too, and through the API
    token = Token.make(people["reader"], "crawl")[1] if role == "reader" else "none"
    found = crawl(as_role(role), ["/", "/d/north/comments/?lang=de", *addresses(get_resolver())], token)
    leaks = [(address, secret) for address, body in found.items() for secret in _secrets() if secret.encode() in body]
    assert not leaks
    assert SHOWN.encode() in found["/d/north/comments/"]
    assert b"1 comment<" in found["/d/north/comments/"]
    for address in ("/", "/policy/", "/feeds/", "/d/north/v/1/", "/d/north/v/1/export.json", "/sitemap.xml"):
        assert b"north" in found[address] or address == "/policy/", address
    for kind in ("atom", "rss"):
        assert b"north" in found[f"/d/north/feed.{kind}"]
    assert (b'"title": "The north"' in found["/api/v1/dossiers/north"]) == (role == "reader")


def test_it_is_in_no_mail_and_no_log(discussed, as_role):
    from django.core import mail

    assert len(mail.outbox) >= 3
    sent = repr(discussed) + "".join(str(each.message()) for each in mail.outbox)
    # Nor is what was approved: a mail tells of a comment, it does not carry it.
    for secret in (*_secrets(), SHOWN, NAMES[SHOWN]):
        assert secret not in sent
    owner = as_role("owner")
    log = owner.get("/moderation/log/").content + owner.get("/moderation/log.csv").content
    assert not [secret for secret in _secrets() if secret.encode() in log]
    assert Decision.objects.filter(action="erase").count() == 1


def test_where_moderators_look_it_is_there(discussed, as_role):
    """So that the two tests above look for what does exist."""
    queue = as_role("moderator").get("/moderation/?state=all").content.decode()
    for secret in (WAITS, REJECTED, SHOWN):
        assert secret in queue
        assert NAMES[secret] in queue
    assert ERASED not in queue


def _secrets() -> list[str]:
    return [each for text in (WAITS, REJECTED, ERASED) for each in (text, NAMES[text])]

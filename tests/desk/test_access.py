"""Who may what: each address of the desk, for each role, on a dossier for members and on one for everybody.

A new address fails these tests until it has a line in ROUTES (or, under /api/v1, in API).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from detente.desk.dossiers.models import EVERYBODY, MEMBERS
from detente.desk.people.models import Token

from . import routes
from .routes import PERSONS, World

# Who gets what, in the order of PERSONS: anonymous, reader, member (a reader), moderator, analyst, colleague (a member
# who is an analyst), owner.  "ok" is whatever is no refusal: also "something is missing in the form".
KINDS = {
    "open": ("ok",) * 7,
    "account": ("login",) + ("ok",) * 6,
    "see": ("login", 404, "ok", 404, 404, "ok", "ok"),
    "work": ("login", 404, 403, 404, 404, "ok", "ok"),
    "write": ("login", 403, 403, 403, "ok", "ok", "ok"),
    "moderate": ("login", 403, 403, "ok", 403, 403, "ok"),
    "administer": ("login", 403, 403, 403, 403, 403, "ok"),
    # Published: for members, and for everybody.
    "published": (404, 404, "ok", 404, 404, "ok", "ok"),
    "discussion": ("login", 403, 403, 404, 403, 403, "ok"),
    # What is the owner's own, as a token.
    "own": ("login", 404, 404, 404, 404, 404, "ok"),
    # A link with a secret that is not known, and what is switched off.
    "gone": (404,) * 7,
    # What there is nothing of: it must not be told from what is refused.
    "nothing": ("login", 404, 404, 404, 404, 404, 404),
    "nothing at work": ("login", 404, 403, 404, 404, 404, 404),
}
FOR_ALL = {**KINDS, "published": ("ok",) * 7, "discussion": KINDS["moderate"]}

# name: (kind, methods)
ROUTES = {
    "home:home": ("open", "GET"),
    "home:language": ("open", "POST"),
    "home:settings": ("administer", "GET POST"),
    "home:health": ("open", "GET"),
    "publishing:dossier": ("published", "GET"),
    "publishing:version": ("published", "GET"),
    "publishing:export": ("published", "GET"),
    "publishing:versions": ("published", "GET"),
    "publishing:dossier_feed": ("published", "GET"),
    "publishing:feed": ("open", "GET"),
    "publishing:feeds": ("open", "GET"),
    "publishing:sitemap": ("open", "GET"),
    "publishing:robots": ("open", "GET"),
    "publishing:publish": ("work", "GET POST"),
    "publishing:preview": ("work", "GET"),
    "subscriptions:subscribe": ("open", "GET POST"),
    "subscriptions:asked": ("open", "GET"),
    "subscriptions:confirm": ("open", "GET POST"),
    "subscriptions:manage": ("open", "GET POST"),
    "subscriptions:ended": ("open", "GET"),
    "subscriptions:unsubscribe": ("open", "GET POST"),
    "subscriptions:mails": ("administer", "GET"),
    "subscriptions:retry": ("administer", "POST"),
    "comments:fragment": ("published", "GET POST"),
    "comments:policy": ("open", "GET"),
    "comments:queue": ("moderate", "GET"),
    "comments:decide": ("discussion", "POST"),
    "comments:erase": ("administer", "GET POST"),
    "comments:discussion": ("discussion", "POST"),
    "comments:log": ("moderate", "GET"),
    "comments:log_csv": ("administer", "GET"),
    "people:first_run": ("open", "GET POST"),
    "people:login": ("open", "GET POST"),
    "people:logout": ("open", "POST"),
    "people:register": ("gone", "GET POST"),
    "people:registered": ("open", "GET"),
    "people:join": ("gone", "GET POST"),
    "people:reset": ("open", "GET POST"),
    "people:reset_sent": ("open", "GET"),
    "people:reset_confirm": ("open", "GET POST"),
    "people:account": ("account", "GET POST"),
    "people:change_address": ("account", "GET POST"),
    "people:password": ("account", "GET POST"),
    "people:tokens": ("account", "GET POST"),
    "people:revoke": ("own", "POST"),
    "people:address": ("gone", "GET POST"),
    "people:list": ("administer", "GET"),
    "people:invite": ("administer", "GET POST"),
    "people:withdraw": ("administer", "POST"),
    "people:person": ("administer", "GET POST"),
    "dossiers:list": ("account", "GET"),
    "dossiers:new": ("write", "GET POST"),
    "dossiers:search_all": ("account", "GET"),
    "dossiers:dossier": ("see", "GET"),
    "dossiers:settings": ("work", "GET POST"),
    "dossiers:delete": ("work", "GET POST"),
    "dossiers:add_book": ("work", "POST"),
    "dossiers:delete_book": ("work", "POST"),
    "dossiers:section": ("see", "GET"),
    "dossiers:cell": ("see", "GET"),
    "dossiers:search": ("see", "GET"),
    "dossiers:export": ("see", "GET"),
    "dossiers:table": ("see", "GET"),
    "dossiers:brief": ("see", "GET"),
    "sources:sources": ("see", "GET"),
    "sources:give_files": ("work", "POST"),
    "sources:give_text": ("work", "POST"),
    "sources:give_address": ("work", "POST"),
    "sources:give_feed": ("work", "POST"),
    "sources:again": ("work", "POST"),
    "sources:remove": ("work", "GET POST"),
    "sources:poll": ("work", "POST"),
    "sources:pause": ("work", "POST"),
    "sources:unfollow": ("work", "GET POST"),
    "sources:texts": ("see", "GET"),
    "sources:text": ("see", "GET"),
    "review:queue": ("work", "GET"),
    "review:rule": ("nothing at work", "POST"),
    "review:correct": ("nothing at work", "GET POST"),
    "review:item": ("nothing at work", "GET"),
    "review:effect": ("work", "GET"),
    "review:hide": ("work", "POST"),
    "review:reports": ("work", "GET"),
    "review:text": ("work", "GET POST"),
    "review:parties": ("work", "GET POST"),
    "review:party": ("nothing at work", "GET POST"),
    "review:issues": ("work", "GET POST"),
    "review:issue": ("nothing at work", "GET POST"),
    "review:history": ("work", "GET"),
    "review:undo": ("work", "POST"),
    "review:agreement": ("work", "GET"),
    "whatif:table": ("see", "GET POST"),
    "whatif:chances": ("see", "GET"),
    "whatif:basis": ("nothing", "GET"),
    "whatif:save": ("work", "POST"),
    "whatif:compare": ("see", "GET"),
    "whatif:scenario": ("see", "GET"),
    "whatif:edit": ("work", "GET POST"),
    "whatif:delete": ("work", "GET POST"),
}
# RFC 8058: a mail program ends a subscription by a post without a form; the API knows no sessions.
WITHOUT_FORM = {"subscriptions:unsubscribe"}
# Kept for showing pages sooner, or counted; nobody's work.
ASIDE = {"Rendering", "Draft", "Outcome", "Extract", "Session", "Token", "AccessAttempt", "AccessLog"}

PAGES = {name for name in routes.walk() if not name.startswith("api:")}
APPS = sorted({name.split(":")[0] for name in PAGES})


def test_every_address_has_a_line():
    assert PAGES - ROUTES.keys() == set(), "new addresses: say in ROUTES who may open them"
    assert ROUTES.keys() - PAGES == set(), "addresses that are gone"


@pytest.fixture
def world(people, read_once) -> Callable[[str], World]:
    return lambda audience: routes.build(people, read_once[1], read_once[0], audience=audience)


def called(client: Client, method: str, address: str, **data: Any) -> Any:
    """What somebody gets: "ok", "login" or the status; whatever a post did is undone."""
    with transaction.atomic():
        answer = getattr(client, method.lower())(address, data)
        transaction.set_rollback(method != "GET")  # what was drawn up for looking at is kept
    if answer.status_code == 302 and "/people/login/?next=" in answer["Location"]:
        return "login"
    return answer.status_code if answer.status_code in (401, 403, 404, 405) or answer.status_code >= 500 else "ok"


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize(("audience", "kinds"), [(MEMBERS, KINDS), (EVERYBODY, FOR_ALL)])
def test_each_role_gets_what_it_may(app, audience, kinds, world):
    made = world(audience)
    wrong = []
    for name, (kind, methods) in ROUTES.items():
        if name.split(":")[0] != app:
            continue
        # That a dossier is published for everybody opens its versions and nothing else.
        differs = kinds[kind] != KINDS[kind]
        for method in methods.split() if audience == MEMBERS or differs else methods.split()[:1]:
            found = tuple(called(made.client(person), method, made.address(name)) for person in PERSONS)
            if found != kinds[kind]:
                wrong.append((method, name, dict(zip(PERSONS, zip(found, kinds[kind], strict=True), strict=True))))
    assert not wrong


def test_what_changes_something_takes_no_get_and_no_form_without_a_token(world):
    made = world(MEMBERS)
    for name, (_, methods) in ROUTES.items():
        address = made.address(name)
        if "GET" not in methods:
            for person in ("anonymous", "owner"):
                assert called(made.client(person), "GET", address) in (405, "login"), (name, person)
        if "POST" not in methods:
            assert called(made.client("owner"), "POST", address) in (405, "ok"), name
        for person in ("anonymous", "owner"):
            strict = called(made.client(person, enforce_csrf_checks=True), "POST", address)
            # Where the log-in is asked for first, nothing was taken either.
            refused = (403, "login") if person == "anonymous" else (403,)
            assert strict in (("ok",) if name in WITHOUT_FORM else refused), (name, person, strict)


def _rows() -> dict[str, list[Any]]:
    """Everything in the database but what is put aside."""
    return {
        model.__name__: sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models()
        if model.__name__ not in ASIDE
    }


@pytest.mark.parametrize("app", APPS)
def test_looking_changes_nothing(app, world):
    made = world(EVERYBODY)
    client = made.client("owner")
    before = _rows()
    for name, (_, methods) in ROUTES.items():
        if name.split(":")[0] == app and "GET" in methods:
            client.get(made.address(name))
            now = _rows()
            assert {key for key in now if now[key] != before[key]} == set(), name


# the API: what each operation is, by method and path behind /api/v1

API = {
    "get /dossiers/": "account",
    "post /dossiers/": "write",
    "get /published/": "account",
    "get /search": "account",
    "get /codebooks": "account",
    "get /policy": "account",
    "get /subscriptions/": "account",
    "post /subscriptions/": "account",
    "patch /subscriptions/{number}": "own",
    "delete /subscriptions/{number}": "own",
    "get /moderation/comments": "moderate",
    "get /moderation/reasons": "moderate",
    "get /moderation/log": "moderate",
    "get /moderation/comments/{number}": "discussion",
    "post /moderation/comments/{number}/decisions": "discussion",
    "put /moderation/discussions/{slug}": "discussion",
    "delete /moderation/comments/{number}": "administer",
}


def operations() -> list[tuple[str, str]]:
    from detente.desk.api.api import api

    return [(method, path) for path, item in api.get_openapi_schema()["paths"].items() for method in item]


def kind_of(method: str, path: str) -> str:
    """Who may call an operation: what changes a dossier is for those who work on it, a what-if changes nothing."""
    short = path.removeprefix("/api/v1")
    if f"{method} {short}" in API:
        return API[f"{method} {short}"]
    if short.startswith("/published/{slug}"):
        return "published"
    assert short.startswith("/dossiers/{slug}"), f"a new part of the API: say in API who may call {method} {short}"
    if "/review/" in short or "/drafts" in short:
        return "work"
    return "see" if method == "get" or short.endswith("/what-if") else "work"


def _words(made: World) -> dict[str, str]:
    return {person: Token.make(made.users[person], "tests")[1] for person in PERSONS[1:]}


def _filled(made: World, path: str, ids: dict[str, Any]) -> str:
    for part, value in ids.items():
        path = path.replace(f"{part}s/{{number}}", f"{part}s/{value}").replace(f"{part}s/{{key}}", f"{part}s/{value}")
    # Elsewhere a name is that of a codebook.
    path = path.replace("tables/{name}", "tables/statements").replace("{name}", "ours")
    path += QUERIES.get(path.rpartition("/")[2], "").replace("{scenario}", ids["scenario"])
    return path.replace("{slug}", made.dossier.slug).replace("{number}", "1").replace("{format}", "json")


# What an operation has to be asked.
QUERIES = {
    "search": "?q=truce",
    "cell": "?party=norway&issue=peace.withdrawal",
    "compare": "?s={scenario}",
    "basis": "?change=leaves&change=norway",
    "changes": "?since=1",
}


BOOK = files("detente.codebooks").joinpath("data/peace.toml").read_bytes()
# What an operation takes, where nothing would be refused before the dossier is looked for.
BODIES = {
    "post /dossiers/": {"title": "New"},
    "patch /dossiers/{slug}": {"title": "Other"},
    "sources/texts": {"text": "A text."},
    "sources/addresses": {"address": "https://example.org/"},
    "post /dossiers/{slug}/feeds": {"address": "https://example.org/other"},
    "post /dossiers/{slug}/rulings": {"action": "add", "target": "party", "item": {"name": "Oman", "kind": "state"}},
    "rulings/split": {"target": "party", "id": "norway", "name": "North", "mentions": [0]},
    "what-if": {"changes": []},
    "post /dossiers/{slug}/scenarios": {"name": "New", "changes": []},
    "patch /dossiers/{slug}/scenarios/{key}": {"name": "Other"},
    "versions": {"unread_too": True},
    "post /published/{slug}/comments": {"text": "What of the harbour?"},
    "decisions": {"action": "approve"},
    "put /moderation/discussions/{slug}": {"closed": True},
}


def _body(method: str, path: str) -> Any:
    short = path.removeprefix("/api/v1")
    for key, body in BODIES.items():
        if f"{method} {short}" == key or (" " not in key and short.endswith(key)):
            return body
    return {}


@pytest.mark.parametrize("audience", [MEMBERS, EVERYBODY])
def test_the_api_gives_each_role_what_it_may(audience, world):
    made = world(audience)
    kinds = KINDS if audience == MEMBERS else FOR_ALL
    words = _words(made)
    wrong = []
    for method, path in operations():
        if audience == EVERYBODY and method != "get":
            continue  # that a dossier is published for everybody opens its versions and nothing else
        address = _filled(made, path, made.values["ids"])
        expected = [401 if person == "anonymous" else which
                    for person, which in zip(PERSONS, kinds[kind_of(method, path)], strict=True)]  # fmt: skip
        found: list[Any] = []
        for person in PERSONS:
            headers = {"Authorization": f"Bearer {words[person]}"} if person != "anonymous" else {}
            sent: dict[str, Any]
            if method == "post" and path.endswith("/files"):
                sent = {"data": {"files": SimpleUploadedFile("a.txt", b"A text.")}}
            elif method == "post" and path.endswith("/codebooks"):
                sent = {"data": {"file": SimpleUploadedFile("a.toml", BOOK)}}
            else:
                sent = {} if method == "get" else {"data": _body(method, path), "content_type": "application/json"}
            with transaction.atomic():
                answer = getattr(Client(headers=headers), method)(address, **sent)
                transaction.set_rollback(True)
            refusal = answer.status_code in (401, 403, 404, 405, 422) or answer.status_code >= 500
            found.append(answer.status_code if refusal else "ok")
        if found != expected:
            wrong.append((method, path, list(zip(PERSONS, found, expected, strict=True))))
    assert not wrong

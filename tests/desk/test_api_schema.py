"""The API keeps to its own OpenAPI schema, whatever it is called with: schemathesis calls each operation."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, strategies
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from detente.briefing.page import SECTIONS
from detente.desk.api.api import api
from detente.desk.comments.models import Comment
from detente.desk.dossiers.current import key_of
from detente.desk.dossiers.models import Book, Dossier
from detente.desk.people.models import Token, User
from detente.desk.publishing.models import Draft, Version
from detente.desk.review import ruling
from detente.desk.sources.models import Feed
from detente.desk.subscriptions.models import Subscription
from detente.desk.whatif.models import Scenario
from detente.desk.wsgi import application

SCHEMA: dict[str, Any] = api.get_openapi_schema()
OPERATIONS = [(method, path) for path, item in SCHEMA["paths"].items() for method in item]
# What these are given may fit the schema and yet name a party, a codebook or a host that there is not.
BY_MEANING = {
    "/dossiers/", "/dossiers/{slug}", "/sources/addresses", "/sources/files", "/feeds", "/rulings", "/sensitivity",
    "/what-if", "/scenarios", "/scenarios/{key}", "/codebooks", "/basis",
    "/published/{slug}/comments", "/decisions", "/subscriptions/",
}  # fmt: skip
READ_BY_MEANING = ("/sensitivity", "/basis")
# Calls without a known token are in test_access.
CONFIG = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False, "allow-x00": False}})
# These take up to seconds.
SLOW = (
    "brief", "compare", "changes", "drafts", "sensitivity", "stability", "settlement", "forecast", "what-if",
    "versions",
)  # fmt: skip


def test_the_schema_is_served_to_everybody_as_valid_openapi(client, people):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found = answer.json()
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) == set(SCHEMA["paths"]) and len(OPERATIONS) > 40
    schemathesis.openapi.from_dict(found).validate()
    for path, item in found["paths"].items():
        for method, operation in item.items():
            assert operation["security"] == [{"Bearer": []}], (method, path)
            assert operation["description"], (method, path)


@pytest.fixture
def world(dossier: Dossier, people: dict[str, User]) -> dict[str, Any]:
    """Something of everything, and its ids as what the paths' parameters may be."""
    source = dossier.sources.first()
    feed = Feed.objects.create(dossier=dossier, address="https://example.org/feed")
    comment = Comment.objects.create(dossier=dossier, version=1, name="Ada", text="Text", flags={"links": {"n": 1}})
    book = Book.objects.create(dossier=dossier, name="ours", content="")
    scenario = Scenario.objects.create(dossier=dossier, name="One", changes=[["leaves", "norway"]])
    subscription = Subscription.objects.create(address=people["owner"].email, dossier=dossier, confirmed=timezone.now())
    party = ruling.add(dossier, people["analyst"], "party", {"id": "chad", "name": "Chad", "kind": "state"})
    drawn = {"content": dossier.extract.content, "sections": dict.fromkeys(("de", "en"), dict.fromkeys(SECTIONS, ""))}
    Version.objects.create(dossier=dossier, number=1, title="One", **drawn)
    draft = Draft.objects.create(dossier=dossier, number=2, key=key_of(dossier), made=timezone.now(), **drawn)
    return {
        "slug": ["north", "nowhere"],
        "drafts": [draft.pk, 10**6],
        "sources": [source.pk, 10**6],
        "feeds": [feed.pk, 10**6],
        "versions": [1, 2],
        "scenarios": [scenario.key, "nokey"],
        "comments": [comment.pk, 10**6],
        "discussions": ["north", "nowhere"],
        "codebooks": [book.name, "nobook"],
        "rulings": [party.rows[0].key, "nokey"],
        "subscriptions": [subscription.pk, 10**6],
    }


def _known(path: str, parameter: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    """A path's parameter with what there is as its values, so that not all calls end with 404."""
    if parameter["in"] != "path" or parameter["name"] == "format" or "enum" in parameter["schema"]:
        return parameter
    name = parameter["name"]
    if name != "slug":
        name = path.split(f"/{{{name}}}")[0].rpartition("/")[2]
    return {**parameter, "schema": {"enum": world[name]}}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_each_operation_answers_as_its_schema_says(method, path, world, people):
    tuned = deepcopy(SCHEMA)
    tuned["paths"] = {path: {method: deepcopy(SCHEMA["paths"][path][method])}}
    operation = tuned["paths"][path][method]
    operation["parameters"] = [_known(path, each, world) for each in operation.get("parameters", [])]
    schema = schemathesis.openapi.from_dict(tuned, config=CONFIG)
    schema.app = application
    _, words = Token.make(people["owner"], "tests")
    excluded = [ignored_auth]
    if any(path.endswith(each) for each in BY_MEANING) and (method != "get" or path.endswith(READ_BY_MEANING)):
        excluded.append(positive_data_acceptance)
    seen: set[int] = set()
    called = schema[path][method.upper()]
    cases = strategies.one_of(
        called.as_strategy(generation_mode=GenerationMode.POSITIVE),
        called.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @hypothesis.settings(
        max_examples=4 if path.rpartition("/")[2] in SLOW else 9,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=cases)
    def answers(case: schemathesis.Case) -> None:
        # What a call has done is undone again, so that each finds the same.
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {words}"})
            transaction.set_rollback(True)
        seen.add(answer.status_code)
        case.validate_response(answer, excluded_checks=excluded)

    answers()
    assert seen

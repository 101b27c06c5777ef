"""What the desk's tests share: people of each role, a dossier with reports of our own, browsers logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium
from django.test import Client

from detente import contract, reports, workflow
from detente import reading as library_reading
from detente.desk.dossiers.models import Dossier, Extract
from detente.desk.people.models import ROLES, Token, User
from detente.desk.sources import reading
from detente.desk.sources.models import DONE, FILE, Reading, Source

from .calling import Caller
from .whatif_tables import made_up

EXAMPLES = Path(__file__).parents[2] / "examples"
PASSWORD = "a long enough password"

REPORT_DE = """Nordland lehnt Truppenabzug ab

Hafenstadt, 3. März 2026 – Der Außenminister von Norwegen, Ole Hansen, hat den Abzug der Truppen abgelehnt. \
„Ein Abzug kommt nicht in Frage“, sagte Hansen am Dienstag. Frankreich fordert dagegen \
einen sofortigen Waffenstillstand. Die Regierung in Paris unterstützt auch Sicherheitsgarantien.
"""
REPORT_EN = """Paris calls for ceasefire

Paris, 5 March 2026 - France called for an immediate ceasefire on Thursday. Norway rejected the withdrawal of troops, \
foreign minister Ole Hansen said. Sweden supports security guarantees for the region.
"""
TEXTS = (("norden.txt", REPORT_DE), ("north.txt", REPORT_EN))


@pytest.fixture(autouse=True)
def _no_lockouts() -> Any:
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture
def people(db: Any) -> dict[str, User]:
    """One user for each role, by role; the password is PASSWORD."""
    return {
        role: User.objects.create_user(role, f"{role}@example.org", PASSWORD, role=role, name=role.title())
        for role in ROLES
    }


@pytest.fixture
def as_role(people: dict[str, User]) -> Callable[[str], Client]:
    """A client that is logged in as a role, or nobody for "anonymous"."""

    def client(role: str) -> Client:
        made = Client()
        if role != "anonymous":
            made.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client


@pytest.fixture(scope="session")
def read_once() -> tuple[list[contract.Dossier], str]:
    """The two reports as they are read, and joined: done once for all tests."""
    parts = [library_reading.read(reports.load_text(text, source=name)) for name, text in TEXTS]
    return parts, workflow.in_language(workflow.join(parts), "en").model_dump_json()


@pytest.fixture
def dossier(people: dict[str, User], read_once: tuple[list[contract.Dossier], str]) -> Dossier:
    """A dossier of two short reports, read and joined; the analyst is its member."""
    parts, joined = read_once
    made = Dossier.objects.create(slug="north", title="The north", language="en", made_by=people["analyst"])
    made.members.add(people["analyst"])
    for (name, text), part in zip(TEXTS, parts, strict=True):
        source, _ = reading.add(made, FILE, name, content=text.encode(), user=people["analyst"])
        Source.objects.filter(pk=source.pk).update(state=DONE)
        report = part.reports[0]
        Reading.objects.create(
            source=source,
            report=report.id,
            title=report.title or "",
            date=report.date or "",
            language=report.language,
            statements=len(part.statements),
            content=part.model_dump_json(),
        )
    Extract.objects.create(dossier=made, content=joined, revision=1)
    return made


@pytest.fixture
def call(people: dict[str, User]) -> Callable[[str], Caller]:
    """The API as a role calls it."""
    return lambda role: Caller(Token.make(people[role], "tests")[1])


@pytest.fixture
def analyst(call: Callable[[str], Caller], dossier: Dossier) -> Caller:
    """The API as the dossier's analyst calls it."""
    return call("analyst")


@pytest.fixture
def published(analyst: Caller) -> None:
    """The dossier with a version for everybody, published by the API."""
    analyst("POST", "/dossiers/north/versions", {}, 201)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for pages of `live_server`."""
    # Playwright keeps an event loop in this thread, which has Django take it for asynchronous.
    with pytest.MonkeyPatch.context() as patch, chromium() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser


@pytest.fixture
def big(people: dict[str, User]) -> Dossier:
    """A made-up dossier of four parties and three issues at the table, a fourth issue and a fifth party beside it."""
    made = Dossier.objects.create(slug="big", title="Big", language="en", made_by=people["analyst"])
    made.members.add(people["analyst"], people["reader"])
    Extract.objects.create(dossier=made, content=made_up().model_dump_json(), revision=1)
    return made

from __future__ import annotations

import pytest

from detente.briefing import Brief, compose

from .disputes import ferries, water


@pytest.fixture(scope="session")
def water_brief() -> Brief:
    return compose(water())


@pytest.fixture(scope="session")
def ferries_brief() -> Brief:
    return compose(ferries())

"""The order of all tests, and what generated ones are made of."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Generated examples are the same in each run, so that a change is to blame for what breaks;
# `--hypothesis-profile=default` looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

# Files whose tests take longest.  They come first, so that no core waits at the end for one that began late.
LONG = ("test_postgres", "test_every_page", "test_tour", "test_crash", "test_access", "test_whatif_browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; the others as they are."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))

from __future__ import annotations

import pytest

from .golden import FOLDER, golden

SHOULD = golden()


def test_there_are_no_others() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(SHOULD)


@pytest.mark.parametrize("name", SHOULD)
def test_brief_is_as_it_was(name: str) -> None:
    kept = (FOLDER / name).read_text("utf-8").splitlines()
    assert SHOULD[name].splitlines() == kept, "if this is meant: python -m tests.briefing.golden"

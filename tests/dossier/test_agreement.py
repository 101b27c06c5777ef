"""Krippendorff's alpha, against the examples that he works out (2004, chapter 11; 2011)."""

from __future__ import annotations

import pytest

from detente.dossier import agreement


def units(*observers: str) -> list[dict[str, str]]:
    """Units from one line a observer; a dot is a missing value."""
    return [
        {str(who): value for who, value in enumerate(column) if value != "."}
        for column in zip(*(line.split() for line in observers), strict=True)
    ]


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        # Two observers, binary, no missing values.
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        # Two observers, nominal, no missing values.
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
        # Four observers, twelve units, missing values.
        (
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
)
def test_published_examples(observers: tuple[str, ...], alpha: float) -> None:
    found = agreement(units(*observers)).alpha
    assert found is not None
    assert round(found, 3) == alpha


def test_what_only_one_judged_counts_for_nothing() -> None:
    with_lone = agreement(units("a a b b a .", "a b b b . c"))
    assert with_lone == agreement(units("a a b b", "a b b b"))
    assert (with_lone.units, with_lone.values, with_lone.observed) == (4, 8, 0.75)


def test_perfect_and_opposite() -> None:
    assert agreement(units("a b", "a b")).alpha == 1
    opposite = agreement(units("a b", "b a"))
    assert opposite.observed == 0
    assert opposite.alpha is not None
    assert opposite.alpha < 0


def test_not_defined() -> None:
    same = agreement(units("a a", "a a"))
    assert (same.alpha, same.observed, same.units) == (None, 1, 2)
    for none in ([], [{"one": "a"}], [{}]):
        nothing = agreement(none)
        assert (nothing.alpha, nothing.observed, nothing.units) == (None, None, 0)

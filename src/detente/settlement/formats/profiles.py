"""What the formats share: a domain (the issues), profiles (one party's utilities each), and the scenario they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from detente.negotiation import Assumption
from detente.settlement.building import MOST_OPTIONS
from detente.settlement.numbers import ScenarioError
from detente.settlement.numbers import decimal as say
from detente.settlement.scenario import Places, Scenario, ScenarioIssue, ScenarioOption, ScenarioParty

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """One party as a file has it: what each option of each issue adds to its utility, and what it has without a deal.

    values[i][o]: exact; reservation: None if the file names none; reserved: the outcome (places) that a reservation bid
    names, where it names one in full; bends[i]: the numbers of real issue i at which its line has a bend.
    """

    name: str
    file: Path
    values: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None = None
    reserved: Places | None = None
    discount: Fraction = Fraction(1)
    bends: Mapping[int, frozenset[Fraction]] = field(default_factory=dict)


def with_bends(issues: Sequence[ScenarioIssue], profiles: Sequence[Profile]) -> tuple[ScenarioIssue, ...]:
    """The issues with the bends of the profiles as options of the real ones, so that between two options all is linear.

    Raises ScenarioError for more than MOST_OPTIONS options.
    """
    return tuple(
        _with_numbers(issue, frozenset().union(*(each.bends.get(i, frozenset()) for each in profiles)))
        for i, issue in enumerate(issues)
    )


def _with_numbers(issue: ScenarioIssue, numbers: frozenset[Fraction]) -> ScenarioIssue:
    known = {option.number: option for option in issue.options if option.number is not None}
    if issue.kind != "real" or not numbers - set(known):
        return issue
    low, high = min(known), max(known)
    every = sorted({number for number in numbers if low < number < high} | set(known))
    _check(issue.id, len(every), "")
    return replace(issue, options=tuple(known.get(n) or ScenarioOption(say(n), say(n), n) for n in every))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.  Raises ScenarioError if it cannot be read or has more than MAX_BYTES (20 MB)."""
    try:
        if not path.is_file():
            raise ScenarioError("no such file" if not path.exists() else "not a regular file", str(path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError(getattr(error, "strerror", None) or str(error), str(path)) from error
    if len(data) > MAX_BYTES:
        raise ScenarioError(f"larger than {MAX_BYTES // 1_000_000} MB", str(path))
    return data


def discrete_issue(name: str, values: Sequence[str], place: str) -> ScenarioIssue:
    """An issue with named options.  Raises ScenarioError for a nameless issue, no options or two of the same name."""
    _check(name, len(values), place)
    for value in values:
        if not value:
            raise ScenarioError(f"issue {name!r}: an option without a name", place)
    if len(set(values)) < len(values):
        twice = next(value for value in values if list(values).count(value) > 1)
        raise ScenarioError(f"issue {name!r}: option {twice!r} occurs twice", place)
    return ScenarioIssue(name, name, tuple(ScenarioOption(value, value) for value in values))


def number_issue(name: str, low: Fraction, high: Fraction, step: Fraction, place: str) -> ScenarioIssue:
    """An issue whose options are low, low + step ... up to high, and none between them.

    Raises ScenarioError for an empty range, a step that is not above 0, and more than MOST_OPTIONS options.
    """
    if step <= 0:
        raise ScenarioError(f"issue {name!r}: the step must be above 0", place)
    if high < low:
        raise ScenarioError(f"issue {name!r}: its range is empty, {say(high)} is below {say(low)}", place)
    count = int((high - low) / step) + 1
    _check(name, count, place)
    numbers = [low + step * n for n in range(count)]
    whole = low.denominator == 1 and step == 1
    options = tuple(ScenarioOption(say(each), say(each), each) for each in numbers)
    return ScenarioIssue(name, name, options, "integer" if whole else "discrete")


def _check(name: str, options: int, place: str) -> None:
    if not name:
        raise ScenarioError("an issue without a name", place)
    if not options:
        raise ScenarioError(f"issue {name!r} has no options", place)
    if options > MOST_OPTIONS:
        raise ScenarioError(f"issue {name!r} has more than {MOST_OPTIONS} options", place)


def weight_of(value: Fraction, issue: str, place: str) -> Fraction:
    """A weight as it is.  Raises ScenarioError if it is negative."""
    if value < 0:
        raise ScenarioError(f"issue {issue!r} has a negative weight, {say(value)}", place)
    return value


def decimal(value: Fraction, digits: int = 40) -> str:
    """A number as decimal text: exact where `digits` decimal places suffice, else rounded to them."""
    sign, value = "-" if value < 0 else "", abs(value)
    whole, rest = divmod(round(value * 10**digits), 10**digits)
    text = f"{rest:0{digits}d}".rstrip("0")
    return f"{sign}{whole}.{text}" if text else f"{sign}{whole}"


def assemble(issues: Sequence[ScenarioIssue], profiles: Sequence[Profile], source: Path, left_out: int) -> Scenario:
    """The scenario of a domain and the profiles chosen.  Raises ScenarioError if there are none.

    Where all reservation bids name the same outcome, that is the status quo; `left_out` counts profiles not chosen.
    """
    if not profiles:
        raise ScenarioError("there are no profiles", str(source))
    ids = [profile.name for profile in profiles]
    if len(set(ids)) < len(ids):
        ids = [profile.file.stem for profile in profiles]
    quos = {profile.reserved for profile in profiles}
    parties = zip(ids, profiles, strict=True)
    words = {"profiles": ", ".join(ids), "left_out": str(left_out)}
    return Scenario(
        parties=tuple(ScenarioParty(name, name, each.reservation, each.discount) for name, each in parties),
        issues=tuple(issues),
        values=tuple(profile.values for profile in profiles),
        status_quo=quos.pop() if len(quos) == 1 else None,
        source=str(source),
        assumptions=(Assumption("profiles", value=str(len(ids)), words=words),) if left_out else (),
    )

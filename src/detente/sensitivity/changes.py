"""Changes: what is set, taken away or added to see what would come of it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.contract import Evidence, Stance, Statement
from detente.pickling import PicklableError
from detente.sensitivity.words import Language, word


class ChangeError(PicklableError, ValueError):
    """A change that cannot be made: `key` (of `words.toml`) says why, `text` says it with the remedy, in words."""

    def __init__(self, key: str, **words: object) -> None:
        self.key, self.words = key, words
        super().__init__(self.text("en"))

    def text(self, language: Language = "en") -> str:
        """What is wrong and what to do about it, in German or English."""
        # A reason may be an error with a text of its own in either language.
        words = {key: each.text(language) if hasattr(each, "text") else each for key, each in self.words.items()}
        return word(f"error.{self.key}", language).format(**words)


@dataclass(frozen=True, slots=True)
class SetAcceptance:
    """The acceptance of an option by a party is `value`, in [0, 1], for certain.  Ids."""

    party: str
    issue: str
    option: str
    value: float


@dataclass(frozen=True, slots=True)
class SetPosition:
    """A party stands by an option for certain: accepts it wholly, and no other; in a table it stands at `value`.

    option: an id, None in a table; value: a place on the scale, of a dossier's issue one at which an option lies.
    """

    party: str
    issue: str
    option: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class SetSalience:
    """An issue has the share `value` of a party's attention, in [0, 1]; its other issues share the rest as before.

    In a table, where salience is no share, the others stay as they are.
    """

    party: str
    issue: str
    value: float


@dataclass(frozen=True, slots=True)
class SetCapability:
    """A party's capability is `value`, 0 or more.  It bears on forecasts alone."""

    party: str
    value: float


@dataclass(frozen=True, slots=True)
class SetReservation:
    """Without a deal a party has the utility `value`, in [0, 1], for certain.  It bears on the settlement alone."""

    party: str
    value: float


@dataclass(frozen=True, slots=True)
class SetStatusQuo:
    """Without a deal, an option holds on an issue ("aid resumed"); ids, None: nobody knows what holds."""

    issue: str
    option: str | None


@dataclass(frozen=True, slots=True)
class Leaves:
    """A party leaves the table."""

    party: str


@dataclass(frozen=True, slots=True)
class Joins:
    """A party of the dossier takes a seat at the table."""

    party: str


@dataclass(frozen=True, slots=True)
class WithoutStatement:
    """A statement (id) was not made, or is rejected."""

    statement: str


@dataclass(frozen=True, slots=True)
class AddStatement:
    """A statement is added.  Its evidence says where it is from; a supposed one has no quote."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class WithoutOption:
    """An option is off the table.  What was said about it still shows how much the issue matters."""

    issue: str
    option: str


Change = (
    SetAcceptance
    | SetPosition
    | SetSalience
    | SetCapability
    | SetReservation
    | SetStatusQuo
    | Leaves
    | Joins
    | WithoutStatement
    | AddStatement
    | WithoutOption
)
# The words that changes are written with (`--change`), by their kind.
KINDS: dict[str, type] = {
    "acceptance": SetAcceptance,
    "position": SetPosition,
    "salience": SetSalience,
    "capability": SetCapability,
    "reservation": SetReservation,
    "status-quo": SetStatusQuo,
    "leaves": Leaves,
    "joins": Joins,
    "without": WithoutStatement,
    "says": AddStatement,
    "no-option": WithoutOption,
}


def supposed(id: str, party: str, stance: Stance, issue: str, option: str | None = None) -> AddStatement:
    """A statement that nobody made: it has no sentence behind it, and says so by an empty quote."""
    return AddStatement(
        Statement(
            id=id,
            party=party,
            stance=stance,
            issue=issue,
            option=option,
            topic="",
            cue="",
            evidence=Evidence(report=id, start=0, end=0, quote=""),
            rule="what-if",
            confidence=1.0,
        )
    )


def kind_of(change: Change) -> str:
    """The word that a change is written with."""
    return next(kind for kind, type_ in KINDS.items() if isinstance(change, type_))

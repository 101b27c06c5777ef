"""The forecast as frozen results: what each model expects on each issue, how sure it is, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from detente.contract import Option
from detente.forecast.challenge import Challenge
from detente.forecast.inputs import NotForecast
from detente.negotiation import Assumption

Interval = tuple[float, float]
# draws: 80 % of the draws from the inputs' distributions lie in it; measured: around this model's forecasts of the DEU
# III issues, 80 % of the outcomes lay in one as wide.
Basis = Literal["draws", "measured"]
EVERY_OFFER = 60


@dataclass(frozen=True, slots=True)
class ActorPlace:
    """Where an actor stands on an issue, and what it weighs there.

    position: on the scale (None where the issue has none), with its 80 % interval over the draws where there are any;
    salience in [0, 1]; weight: capability times salience as a share of all weights; statements: the ids behind it.
    """

    actor: str
    position: float | None
    interval: Interval | None
    capability: float
    salience: float
    weight: float
    statements: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "actor": self.actor,
            "position": self.position,
            "interval": _listed(self.interval),
            "capability": self.capability,
            "salience": self.salience,
            "weight": self.weight,
            "statements": list(self.statements),
        }


@dataclass(frozen=True, slots=True)
class ModelForecast:
    """What one model expects on one issue.

    forecast: on the issue's scale; None where it has none.  interval: 80 %, and what it is of (`basis`).
    chances: for each option id the share of draws in which it is the nearest to the forecast (ties count in equal
    parts), or which the model itself gives it; empty where there are neither draws nor chances of the model's own.
    outlook, outlook_chances: the same with the model's own error as measured on DEU III laid over the draws.  They say
    what to expect; interval and chances say how far the forecast is certain if the model is right.
    """

    model: str
    forecast: float | None
    interval: Interval | None = None
    basis: Basis | None = None
    chances: dict[str, float] = field(default_factory=dict)
    outlook: Interval | None = None
    outlook_chances: dict[str, float] = field(default_factory=dict)

    @property
    def likeliest(self) -> str | None:
        """The option with the greatest chance; the first of several; None without chances."""
        chances = self.outlook_chances or self.chances
        return max(chances, key=lambda option: chances[option]) if chances else None

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "forecast": self.forecast,
            "interval": _listed(self.interval),
            "interval_of": self.basis,
            "chances": self.chances,
            "with_error": {"interval": _listed(self.outlook), "chances": self.outlook_chances},
        }


@dataclass(frozen=True, slots=True)
class Swap:
    """A realised exchange: `actor` gives way on `issue`, `partner` on `other_issue`, both gain the same.

    moves: from and to where each moved, on the scale of the issue that it gave way on.
    """

    actor: str
    partner: str
    issue: str
    other_issue: str
    actor_move: Interval
    partner_move: Interval
    gain: float

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "actor": self.actor,
            "partner": self.partner,
            "issue": self.issue,
            "other_issue": self.other_issue,
            "actor_move": list(self.actor_move),
            "partner_move": list(self.partner_move),
            "gain": self.gain,
        }


@dataclass(frozen=True, slots=True)
class IssueForecast:
    """One issue: the actors with a position, and what each model expects, by its name.

    scale: its lower and upper end, None where the options lie on none.  options: the dossier's, or in a table the
    positions that somebody takes.  left_out: actors at the table without a position, who count in no model.
    status_quo: what holds without a deal, on the scale, where that is known; it enters no model.
    course: the rounds of the expected-utility model (None where it was not run).  swaps: the exchanges that touch the
    issue.
    """

    issue: str
    label: str
    scale: Interval | None
    options: tuple[Option, ...]
    actors: tuple[ActorPlace, ...]
    left_out: tuple[str, ...]
    models: dict[str, ModelForecast]
    course: Challenge | None = None
    swaps: tuple[Swap, ...] = ()
    status_quo: float | None = None
    outcome: float | None = None
    dichotomous: bool = False

    @property
    def thin(self) -> bool:
        """Whether half of those at the table or more have no position: then it says where the others would meet."""
        return len(self.left_out) >= len(self.actors)

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of all statements behind the forecasts."""
        return tuple(dict.fromkeys(each for actor in self.actors for each in actor.statements))

    def as_json(self) -> dict[str, object]:
        """As plain data; the models as the contract has them."""
        models = {name: each.as_json() for name, each in self.models.items()}
        if self.course is not None and "scholz" in models:
            models["scholz"] |= course_json(self.course, [actor.actor for actor in self.actors])
        if "exchange" in models:
            models["exchange"] |= {"exchanges": [each.as_json() for each in self.swaps]}
        return {
            "issue": self.issue,
            "label": self.label,
            "scale": _listed(self.scale),
            "options": [{"id": o.id, "label": o.label, "value": o.value} for o in self.options],
            "actors": [actor.as_json() for actor in self.actors],
            "left_out": list(self.left_out),
            "thin": self.thin,
            "status_quo": self.status_quo,
            "outcome": self.outcome,
            "statements": list(self.statements),
            "models": models,
        }


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect of each issue, by each model, and how far that can be trusted.

    names: of the actors by id; not_forecast: issues without a forecast, and why; models: the names of those that ran,
    not_run: why one did not ("one_issue": exchanges need several, "too_large": too many would have to be compared);
    variant: of the expected-utility model; draws, seed: behind intervals and chances (0 draws: a table, whose intervals
    are as wide as the models' errors on DEU III); source: the table's path.
    """

    issues: tuple[IssueForecast, ...]
    not_forecast: tuple[NotForecast, ...]
    names: dict[str, str]
    models: tuple[str, ...]
    not_run: dict[str, str]
    variant: str
    assumptions: tuple[Assumption, ...]
    draws: int
    seed: int
    source: str = ""

    def issue(self, id: str) -> IssueForecast:
        """The forecast of an issue by its id.  Raises KeyError if there is none."""
        for each in self.issues:
            if each.issue == id:
                return each
        raise KeyError(id)

    def as_json(self, language: Literal["de", "en"] = "en") -> dict[str, object]:
        """The contract's JSON (`detente forecast --json`) as plain data; `language` is that of the texts."""
        from detente.forecast.record import accuracy
        from detente.forecast.words import explained, word

        records = {model: accuracy(model, self.variant) for model in self.models}

        return {
            "issues": [issue.as_json() for issue in self.issues],
            "not_forecast": [
                {
                    "issue": each.issue,
                    "label": each.label,
                    "reason": each.reason,
                    "actors": list(each.actors),
                    "text": word(f"reason.{each.reason}", language),
                }
                for each in self.not_forecast
            ],
            "names": self.names,
            "explanations": {model: explained(model, language) for model in self.models},
            "not_run": {model: word(f"not_run.{why}", language) for model, why in self.not_run.items()},
            "accuracy": {model: record.as_json() for model, record in records.items() if record is not None},
            "intervals": word("intervals.draws" if self.draws else "intervals.measured", language),
            "caution": word("caution", language),
            "draws": self.draws,
            "seed": self.seed,
            "assumptions": [assumption.as_json(language) for assumption in self.assumptions],
        }


def course_json(course: Challenge, actors: list[str]) -> dict[str, object]:
    """The rounds of the expected-utility model; offers name the actors by id.

    With over EVERY_OFFER actors only the offers that are taken are listed: all of them fill gigabytes.
    """
    every = len(actors) <= EVERY_OFFER
    return {
        "variant": course.variant,
        "start": {"positions": course.start.tolist(), "median": course.median, "mean": course.mean},
        "settled": course.settled,
        "offers_listed": "all" if every else "taken",
        "rounds": [
            {
                "positions": each.positions.tolist(),
                "median": each.median,
                "mean": each.mean,
                "offers": [
                    {
                        "actor": actors[offer.actor],
                        "from": actors[offer.other],
                        "kind": offer.kind,
                        "expected": offer.own,
                        "others_expected": offer.others,
                        "position": offer.position,
                        "taken": offer.taken,
                    }
                    for offer in each.offers
                    if every or offer.taken
                ],
            }
            for each in course.rounds
        ],
    }


def _listed(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)

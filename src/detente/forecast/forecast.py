"""From a negotiation or a table to what each model expects on each issue, how sure it is, and on what basis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from detente.forecast.across import Exchanged, exchange_across
from detente.forecast.arrays import Floats
from detente.forecast.challenge import VARIANTS
from detente.forecast.dossier import from_negotiation
from detente.forecast.inputs import Inputs, IssueInput, from_table
from detente.forecast.model import ActorPlace, Forecast, Interval, IssueForecast, ModelForecast
from detente.forecast.options import nearest, options_of
from detente.forecast.record import errors_of
from detente.forecast.running import ON_ONE_ISSUE, Run, elected, support
from detente.forecast.table import Table
from detente.negotiation import Negotiation

# The order in which they are shown: that of their mean errors on DEU III.
MODELS = ("weighted_mean", "election", "nash", "exchange", "scholz", "weighted_median")
SUPPORT = "weighted_support"
_TAILS = (0.1, 0.9)

Errors = Callable[[str], Floats]


def forecast(
    subject: Negotiation | Table | Inputs,
    *,
    draws: int = 1000,
    seed: int = 0,
    models: Sequence[str] | None = None,
    variant: str = "paper",
) -> Forecast:
    """Forecast every issue by every model (`models`: only these, of MODELS).

    A negotiation is forecast at its expected values and in `draws` draws, which give the intervals and the chances of
    the options.  A table has no distributions: its intervals are as wide as the models' errors on DEU III.  Issues
    whose options lie on no scale get chances of their options by weighted support and election alone.  `variant` is
    that of the expected-utility model (see `VARIANTS`).

    Raises ValueError for an unknown model or variant, an empty table, or `draws` below 1; TableError (a ValueError) for
    a table of which nothing can be forecast.
    """
    wanted = tuple(MODELS) if models is None else tuple(name for name in MODELS if name in models)
    for name in models or ():
        if name not in MODELS:
            raise ValueError(f"there is no model {name!r}; choose from {', '.join(MODELS)}")
    if variant not in VARIANTS:
        raise ValueError(f"there is no variant {variant!r}; choose from {', '.join(VARIANTS)}")
    if draws < 1:
        raise ValueError(f"the number of draws must be at least 1, not {draws}")
    inputs = inputs_of(subject, draws=draws, seed=seed)
    exchanged = exchange_across(inputs.issues) if "exchange" in wanted else Exchanged()
    errors = partial(errors_of, variant=variant, count=inputs.draws or draws, seed=seed)
    issues = tuple(_issue(issue, wanted, variant, exchanged, errors) for issue in inputs.issues)
    ran = tuple(name for name in (*MODELS, SUPPORT) if any(name in issue.models for issue in issues))
    return Forecast(
        issues=issues,
        not_forecast=inputs.not_forecast,
        names=inputs.names,
        models=ran,
        not_run={} if exchanged.not_run is None else {"exchange": exchanged.not_run},
        variant=variant,
        assumptions=inputs.assumptions,
        draws=inputs.draws,
        seed=inputs.seed,
        source=inputs.source,
    )


def inputs_of(subject: Negotiation | Table | Inputs, *, draws: int = 1000, seed: int = 0) -> Inputs:
    """What the models start from (see `from_negotiation` and `from_table`)."""
    if isinstance(subject, Inputs):
        return subject
    return from_table(subject) if isinstance(subject, Table) else from_negotiation(subject, draws=draws, seed=seed)


def _issue(
    issue: IssueInput, wanted: Sequence[str], variant: str, exchanged: Exchanged, errors: Errors
) -> IssueForecast:
    options = options_of(issue)
    runs: dict[str, Run] = {}
    models: dict[str, ModelForecast] = {}
    if issue.scale is None:
        shares, chances = support(issue)
        models[SUPPORT] = ModelForecast(SUPPORT, None, chances=chances or shares)
        if "election" in wanted:
            stands = map(float, elected(issue)[0])
            models["election"] = ModelForecast(
                "election", None, chances=dict(zip([option.id for option in options], stands, strict=True))
            )
    for name in wanted:
        if issue.scale is not None and name in ON_ONE_ISSUE:
            runs[name] = ON_ONE_ISSUE[name](issue, variant)
        elif issue.id in exchanged.points and name == "exchange":
            runs[name] = Run(exchanged.points[issue.id], exchanged.draws.get(issue.id))
    models |= {name: _judged(name, issue, run, errors) for name, run in runs.items()}
    return IssueForecast(
        issue=issue.id,
        label=issue.label,
        scale=issue.scale,
        options=options,
        actors=_places(issue),
        left_out=issue.left_out,
        models=models,
        course=next((run.course for run in runs.values() if run.course is not None), None),
        swaps=tuple(swap for swap in exchanged.swaps if issue.id in (swap.issue, swap.other_issue)),
        status_quo=issue.reference,
        outcome=issue.outcome,
        dichotomous=issue.dichotomous,
    )


def _places(issue: IssueInput) -> tuple[ActorPlace, ...]:
    shares = issue.weights / issue.weights.sum()
    drawn = None if issue.sample is None else issue.sample.positions
    # Drawn positions are values of options: the interval's ends are too.
    ends = None if drawn is None else np.quantile(drawn, _TAILS, axis=0, method="inverted_cdf")
    return tuple(
        ActorPlace(
            actor=actor,
            position=None if issue.positions is None else float(issue.positions[a]),
            interval=None if ends is None else (float(ends[0, a]), float(ends[1, a])),
            capability=float(issue.capability[a]),
            salience=float(issue.salience[a]),
            weight=float(shares[a]),
            statements=issue.statements.get(actor, ()),
        )
        for a, actor in enumerate(issue.actors)
    )


def _judged(name: str, issue: IssueInput, run: Run, errors: Errors) -> ModelForecast:
    """A model's run with its interval and the chance of each option, from the draws and with the model's own error."""
    assert issue.scale is not None
    low, high = issue.scale
    off = errors(name)
    spread = np.full_like(off, run.point) if run.draws is None else np.resize(run.draws, len(off))
    outcomes = np.clip(spread + off / 100 * (high - low), low, high)
    outlook, chances = _inner(outcomes), nearest(outcomes, options_of(issue))
    if run.draws is None:
        return ModelForecast(name, run.point, outlook, "measured", run.chances, outlook, chances)
    own, interval = run.chances or nearest(run.draws, options_of(issue)), _inner(run.draws)
    # Cut off at the ends of the scale, errors can draw a quantile inwards; they never make a forecast surer.
    outlook = min(interval[0], outlook[0]), max(interval[1], outlook[1])
    return ModelForecast(name, run.point, interval, "draws", own, outlook, chances)


def _inner(draws: Floats) -> Interval:
    low, high = np.quantile(draws, _TAILS)
    return float(low), float(high)

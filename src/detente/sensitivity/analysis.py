"""All about one result: tornado, indices, break-evens and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.contract import Dossier
from detente.forecast import Table
from detente.forecast.words import model_name
from detente.negotiation import Negotiation
from detente.sensitivity.breaking import BreakEven, forecast_break_evens, nearest, stability_break_evens
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.dealing import AcceptedBy, UtilityOf, nash_deal
from detente.sensitivity.envelope import nash_break_evens
from detente.sensitivity.evidence import Evidence, evidence
from detente.sensitivity.expecting import CAPABILITY, POSITION, SALIENCE, UNKNOWN, ForecastOf, forecast_of
from detente.sensitivity.indices import MOST, Indices, Method, indices
from detente.sensitivity.inputs import Unit
from detente.sensitivity.lasting import Holds
from detente.sensitivity.parse import issue_named, party_named
from detente.sensitivity.sentences import Names
from detente.sensitivity.tornado import Tornado, tornado
from detente.sensitivity.words import explanations, number, word

BREAK_EVENS = 10
EVIDENCE = 200
# Total indices that sum to more than this: inputs work together.
TOGETHER = 1.25
Result = AcceptedBy | UtilityOf | ForecastOf | Holds


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What would change one result.

    on: its name, as `--on` takes it; terms: the deal or the outcome in question.  indices: None where not asked for.
    break_evens: the nearest one of each input, nearest first.  evidence: empty for a table.  texts come from `names`.
    """

    on: str
    kind: str
    tornado: Tornado
    indices: Indices | None
    break_evens: tuple[BreakEven, ...]
    evidence: tuple[Evidence, ...]
    names: Names
    terms: dict[str, str | None] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    tried: int = 0

    @property
    def base(self) -> float:
        """The result as things are."""
        return self.tornado.base

    @property
    def unit(self) -> Unit:
        """A chance, a place on a scale, or a utility."""
        return self.tornado.unit

    def title(self, language: str = "en") -> str:
        """What the result is, in German ("de") or else in English."""
        words = dict(self.words)
        if "model" in words:
            words["model"] = model_name(words["model"], "de" if language == "de" else "en")
        if "concept" in words:
            from detente.stability import name

            words["concept"] = name(words["concept"], language)
        return word(f"output.{self.kind}", language).format(**words)

    def notes(self, language: str = "en") -> tuple[str, ...]:
        """Warnings and assumptions in sentences."""
        said = [word("warning.one_at_a_time", language)]
        if self.kind in ("stability", "status_quo"):
            said.append(word("warning.fifths", language))
        found = self.indices
        if found is not None:
            if found.constant:
                said.append(word("warning.constant", language))
            elif found.first_sum is not None and found.total_sum is not None and found.total_sum > TOGETHER:
                sums = {"sum": number(found.first_sum, language), "total": number(found.total_sum, language)}
                said.append(word("warning.interact", language).format(**sums))
            if found.method == "morris":
                said.append(word("warning.morris_chosen", language).format(count=len(found.inputs), most=MOST))
            if self.kind in ("nash", "deal"):
                said.append(word("warning.least_gain", language))
        return (*said, *(word(f"warning.{key}", language).format(**_ASSUMED) for key in self.assumed))

    def as_json(self, language: str = "en") -> dict[str, object]:
        """As plain data, its texts in `language`; every input carries its `text`."""
        shown = self.tornado.as_json()
        shown["bars"] = [bar.as_json() | {"text": bar.input.text(self.names, language)} for bar in self.tornado.bars]
        found = None
        if self.indices is not None:
            found = self.indices.as_json()
            found["inputs"] = [
                self.indices.inputs[row.place].as_json()
                | row.as_json()
                | {"text": self.indices.inputs[row.place].text(self.names, language)}
                for row in self.indices.rows
            ]
        return {
            "on": self.on,
            "title": self.title(language),
            "base": self.base,
            "unit": self.unit,
            "terms": dict(self.terms),
            "tornado": shown,
            "indices": found,
            "break_evens": [each.as_json() | {"text": each.text(self.names, language)} for each in self.break_evens],
            "break_evens_tried": self.tried,
            "evidence": [each.as_json() for each in self.evidence],
            "notes": list(self.notes(language)),
            "explanations": explanations(language),
        }


_ASSUMED = {
    "position": f"{100 * POSITION:g}",
    "salience": f"{100 * SALIENCE:g}",
    "capability": f"{100 * CAPABILITY:g}",
    "known": f"{100 * CAPABILITY:g}",
    "unknown": f"{100 * UNKNOWN:g}",
}


def function_of(
    on: str, subject: Negotiation | Table, dossier: Dossier | None = None, *, seed: int = 0, variant: str = "paper"
) -> Result:
    """The result of that name: "nash", "utility:PARTY", "forecast:ISSUE", "forecast:ISSUE:MODEL" or "stability".

    "stability:seq" asks for another concept than Nash.  Raises ChangeError where there is no such result.
    """
    kind, _, rest = on.partition(":")
    if kind == "forecast":
        issue, _, model = rest.partition(":")
        key = issue_named(issue, subject) if issue else None
        return forecast_of(subject, key, model or "weighted_mean", variant=variant)
    if isinstance(subject, Table):
        raise ChangeError("forecast_only")
    if kind == "nash" and not rest:
        return AcceptedBy(subject, nash_deal(subject), seed=seed)
    if kind == "utility" and rest:
        return UtilityOf(subject, nash_deal(subject), party_named(rest, subject))
    if kind == "stability" and rest in ("", "nash", "gmr", "smr", "seq", "sim", "sseq"):
        if dossier is None:
            raise ChangeError("no_dossier", kind="stability")
        return Holds(subject, dossier, concept=rest or "nash", seed=seed)
    raise ChangeError("output", name=on)


def sensitivity(
    subject: Negotiation | Table,
    on: str = "nash",
    *,
    dossier: Dossier | None = None,
    method: Method | None = None,
    with_indices: bool = True,
    n: int | None = None,
    seed: int = 0,
    threshold: float | None = None,
    variant: str = "paper",
    break_evens: int = BREAK_EVENS,
) -> Sensitivity:
    """What would change a result (see `function_of`): tornado, Sobol indices or Morris' effects, break-evens, evidence.

    method: of the indices (None: chosen by the number of inputs), n: its size; threshold: break-evens of a forecast
    are where it passes that, not where another option is nearest; break_evens: so many of the nearest.  dossier: the
    one that the negotiation was built from; without it there is no evidence.  Raises ChangeError.
    """
    function = function_of(on, subject, dossier, seed=seed, variant=variant)
    found = indices(function, method=method, n=n, seed=seed) if with_indices else None
    names = Names(subject, dossier)
    broken, tried = _break_evens(function, threshold, break_evens)
    behind: tuple[Evidence, ...] = ()
    if dossier is not None and isinstance(subject, Negotiation) and not isinstance(function, UtilityOf):
        behind = evidence(function, subject, dossier, seed=seed)[:EVIDENCE]
    kind, terms, words = _about(function, names)
    return Sensitivity(
        on=on,
        kind=kind,
        tornado=tornado(function, found),
        indices=found,
        break_evens=broken,
        evidence=behind,
        names=names,
        terms=terms,
        words=words,
        assumed=()
        if not isinstance(function, ForecastOf)
        else ("table",)
        if isinstance(subject, Table)
        else ("capability",),
        tried=tried,
    )


def _about(function: Result, names: Names) -> tuple[str, dict[str, str | None], dict[str, str]]:
    if isinstance(function, ForecastOf):
        label = names.issue(function.issue.id) if function.issue.id in names.issues else function.issue.label
        return "forecast", {}, {"issue": label, "model": function.model}
    if isinstance(function, UtilityOf):
        return "utility", dict(function.deal), {"party": function.table.parties[function.party].name}
    if isinstance(function, AcceptedBy):
        return "nash", dict(function.deal), {}
    return "status_quo", dict(function.outcome), {"concept": function.concept}


def _break_evens(function: Result, threshold: float | None, most: int) -> tuple[tuple[BreakEven, ...], int]:
    """The nearest break-evens, and how many inputs were tried."""
    if isinstance(function, ForecastOf):
        return nearest(forecast_break_evens(function, threshold=threshold))[:most], len(function.inputs)
    if isinstance(function, Holds):
        return nearest(stability_break_evens(function, most=most)), len(function.inputs)
    inputs = None
    if isinstance(function, UtilityOf):
        inputs = list(function.inputs)
    found = nash_break_evens(function.table, inputs, most=most)
    return nearest(found), len(function.inputs)


def overview(
    table: Negotiation, dossier: Dossier | None = None, *, seed: int = 0, break_evens: int = 5
) -> Sensitivity | None:
    """What a brief shows of itself: of the Nash deal's chance, or else of the first forecast; None if there is neither.

    Without indices, which would take seconds.  The Nash deal is passed over where it leaves everything as it is, and
    where nobody says what holds without a deal.
    """
    for on in ("nash", "forecast"):
        try:
            found = function_of(on, table, dossier, seed=seed)
        except (ChangeError, ValueError):
            continue
        if isinstance(found, AcceptedBy) and not found.inputs:
            continue
        return sensitivity(table, on, dossier=dossier, with_indices=False, seed=seed, break_evens=break_evens)
    return None

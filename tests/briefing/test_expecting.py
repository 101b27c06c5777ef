"""What to expect, as the brief shows it."""

from __future__ import annotations

from detente.briefing import Brief, compose
from detente.contract import Dossier
from detente.dossier import apply_rulings
from detente.forecast import accuracy, forecast
from detente.negotiation import build

from .disputes import crowd, water


def test_figures_are_those_of_the_forecast(water_brief: Brief) -> None:
    found = forecast(build(apply_rulings(water()))).issue("abfluss")
    shown = next(each for each in water_brief.forecast.issues if each.issue.label == "Mindestabfluss")
    first = shown.models[0]
    assert first.model == "Gewichtetes Mittel"
    mean = found.models["weighted_mean"]
    assert (first.forecast, first.draws, first.outlook) == (mean.forecast, mean.interval, mean.outlook)
    assert len(shown.models) == len(found.models)
    assert dict(shown.chances)["40 Kubikmeter"] == mean.outlook_chances["halb"]
    assert [share for _, share in shown.chances] == sorted((s for _, s in shown.chances), reverse=True)
    assert {cite.label for cite in shown.cites} >= {"1.1", "2.2"}


def test_who_took_no_position_is_named(water_brief: Brief) -> None:
    assert all("Freie Grelle" in (each.caution or "") for each in water_brief.forecast.issues)
    assert ("Erhöhung des Damms", "nur eine Partei hat eine Position bezogen") in water_brief.forecast.without


def test_where_few_have_spoken_one_model_stands_for_all() -> None:
    dossier = water()
    dossier.statements = [s for s in dossier.statements if s.party != "oehlund" or s.issue != "entschaedigung"]
    dossier.parties.append(dossier.parties[-1].model_copy(update={"id": "moor", "name": "Moorbund"}))
    dossier.statements.append(dossier.statements[-1].model_copy(update={"id": "x", "party": "moor", "issue": "damm"}))
    issues = {each.issue.label: each for each in compose(dossier, language="en").forecast.issues}
    thin = issues["Mindestabfluss"]
    assert thin.thin
    assert len(thin.models) == 1
    assert thin.chances == ()
    assert thin.caution is not None and "Only 2 of the 4" in thin.caution


def test_models_come_with_their_record(water_brief: Brief) -> None:
    record = accuracy("weighted_mean", "paper")
    assert record is not None
    rows = {row.name: row for row in water_brief.forecast.models}
    assert rows["Gewichtetes Mittel"].mae == record.mae == min(row.mae for row in rows.values() if row.mae is not None)
    assert "keines dieser Modelle einen kleineren mittleren Fehler" in water_brief.forecast.reading[-1]


def test_exchanges_name_both_sides(water_brief: Brief) -> None:
    assert water_brief.forecast.swaps == (
        "Nordmark gibt bei „Entschädigung“ nach (67 → 33), Südmark bei „Mindestabfluss“ (30 → 51).",
    )


def test_nothing_to_forecast_is_said() -> None:
    alone = compose(crowd(1, 3), language="en").forecast
    assert alone.why_none == "On no issue have two parties taken a position."
    assert compose(Dossier(), language="en").forecast.why_none == "No issue has options to choose between."

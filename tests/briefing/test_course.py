from __future__ import annotations

from detente.briefing import Brief, compose
from detente.briefing.bargain import Frontier, Point
from detente.briefing.charts import calendar, place, plane

from .disputes import water


def test_events_in_order_with_their_sentences(water_brief: Brief) -> None:
    assert [(e.date, e.type, e.status, e.who, e.place, [c.label for c in e.cites]) for e in water_brief.timeline] == [
        ("2031-03-03", "meet", "happened", ("Mira Öhlund", "Jannis Quell"), "Brückenau", ["1.7"]),
        (None, "agree", "failed", (), None, ["2.7"]),
        ("2031-04-02", "meet", "planned", ("Nordmark", "Südmark"), "Wiesenthal", ["2.6"]),
    ]


def test_an_event_told_by_two_reports_is_one_entry_with_both_sentences() -> None:
    dossier = water()
    again = dossier.events[0].model_copy(update={"id": "again", "evidence": dossier.events[1].evidence})
    dossier.events.append(again)
    brief = compose(dossier)
    assert len(brief.timeline) == 3
    assert [c.label for c in brief.timeline[0].cites] == ["1.7", "2.6"]


def test_discrepancies_in_the_dossiers_language_and_in_another(water_brief: Brief) -> None:
    note = "Jannis Quell ist in einem Bericht „Ministerpräsident“, in einem anderen „Regierungschef“."
    assert [(d.words, d.note) for d in water_brief.discrepancies] == [(note, "")]
    assert [(q, c.label) for q, c in water_brief.discrepancies[0].passages] == [
        ("Ministerpräsident Jannis Quell", "1.5"), ("Quell, der Regierungschef des Landes", "2.1"),
    ]  # fmt: skip
    english = compose(water(), language="en").discrepancies[0]
    assert (english.words, english.note) == ("Jannis Quell appears in different offices.", note)


def test_changes_of_position(water_brief: Brief) -> None:
    turn = water_brief.turns[0]
    assert (turn.party, turn.issue, turn.before, turn.after) == (
        "Jannis Quell",
        "Entschädigung: Zahlung",
        "offen",
        "dagegen",
    )
    assert (turn.before_date, turn.after_date, turn.contradiction) == ("2031-03-04", "2031-03-11", False)
    assert (turn.before_cite.label, turn.after_cite.label) == ("1.9", "2.4")


def test_the_calendar_has_a_lane_for_each_status(water_brief: Brief) -> None:
    chart = calendar(water_brief.timeline)
    assert chart is not None
    assert (chart.first, chart.last, chart.count) == ("2031-03-03", "2031-04-02", 2)
    assert [(lane.status, [(round(dot.x), dot.count) for dot in lane.dots]) for lane in chart.lanes] == [
        ("happened", [(0, 1)]), ("planned", [(100, 1)]),
    ]  # fmt: skip
    assert [round(month) for month in chart.months] == [97]  # the 1st of April


def test_no_calendar_of_a_single_day(water_brief: Brief) -> None:
    assert calendar(water_brief.timeline[:1]) is None
    assert calendar(()) is None


def test_places_in_charts_keep_within_the_margins() -> None:
    assert (place(0), place(50), place(100)) == ("3.00%", "50.00%", "97.00%")


def test_the_frontier_fills_its_plane_even_where_nothing_varies() -> None:
    point = Point(0.5, 0.4, True)
    flat = plane(Frontier("A", "B", None, (point, point), (("I", 0.5, 0.4),), 2, 2))
    assert flat.points == ((50.0, 50.0, True), (50.0, 50.0, True))
    wide = plane(Frontier("A", "B", (0.2, 0.4), (point, Point(0.3, 0.8, False)), (("I", 0.5, 0.4),), 2, 2))
    assert [(round(x), round(y)) for x, y, _ in wide.points] == [(100, 0), (33, 100)]
    assert wide.reserve == (0.0, 0.0)

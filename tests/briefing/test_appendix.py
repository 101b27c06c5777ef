from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.briefing.appendix import Stretch, nest, source_name, web_address
from detente.briefing.brief import Brief
from detente.briefing.quoted import Node

TEXT = "Der Rat tagt. Die Stadt zahlt nicht."


def mark(start: int, end: int) -> Stretch:
    return Stretch(start, end, "mark", f"e1-{start}-{end}", f"1.{start}-{end}")


def shape(nodes: tuple[Node, ...]) -> str:
    """The tree in brackets; a bracket without its number is a piece that goes on."""
    shown = ""
    for node in nodes:
        if node.kind == "text":
            shown += node.text
        else:
            shown += f"[{node.anchor.removeprefix('e1-')}|{shape(node.children)}]"
    return shown


def plain(nodes: tuple[Node, ...]) -> str:
    return "".join(node.text + plain(node.children) for node in nodes)


def show(*stretches: Stretch) -> str:
    return shape(nest(TEXT, 0, len(TEXT), stretches, set()))


def test_apart_and_touching() -> None:
    assert show(mark(0, 3), mark(3, 7)) == "[0-3|Der][3-7| Rat] tagt. Die Stadt zahlt nicht."


def test_one_within_another() -> None:
    assert show(mark(4, 7), mark(0, 13)) == "[0-13|Der [4-7|Rat] tagt.] Die Stadt zahlt nicht."


def test_two_that_cross_nest_properly_and_have_one_anchor_each() -> None:
    assert show(mark(0, 7), mark(4, 13)) == "[0-7|Der [4-13|Rat]][| tagt.] Die Stadt zahlt nicht."


def test_same_start_the_longer_is_outside() -> None:
    assert show(mark(0, 3), mark(0, 7)) == "[0-7|[0-3|Der] Rat] tagt. Die Stadt zahlt nicht."


def test_a_stretch_over_two_paragraphs_has_its_anchor_in_the_first() -> None:
    seen: set[str] = set()
    first = nest(TEXT, 0, 13, [mark(8, 20)], seen)
    second = nest(TEXT, 14, len(TEXT), [mark(8, 20)], seen)
    assert (shape(first), shape(second)) == ("Der Rat [8-20|tagt.]", "[|Die St]adt zahlt nicht.")


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12), st.text(min_size=1, max_size=60))
def test_nothing_is_lost_and_every_stretch_is_marked_exactly(spans: list[tuple[int, int]], text: str) -> None:
    stretches = {mark(a, min(a + n, len(text))) for a, n in spans if a < len(text)}
    nodes = nest(text, 0, len(text), stretches, set())
    assert len(plain(nodes)) == len(text)
    covered: dict[str, int] = {}
    anchors: list[str] = []

    def walk(node: Node) -> None:
        if node.kind == "mark":
            covered[node.target] = covered.get(node.target, 0) + len(plain((node,)))
            if node.anchor:
                anchors.append(node.anchor)
        for child in node.children:
            walk(child)

    for node in nodes:
        walk(node)
    assert covered == {s.target: s.end - s.start for s in stretches}
    assert sorted(anchors) == sorted(s.target for s in stretches)


def test_only_web_addresses_are_linked() -> None:
    assert web_address("https://herald.example/a?b=1") == "https://herald.example/a?b=1"
    for source in (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x",
        "https:///x", "https://", "http://[", "java\nscript:alert(1)", " https://a.example", "https://a.example/\x1b",
        "", "report.txt", "//a.example/b",
    ):  # fmt: skip
        assert web_address(source) is None, source


def test_of_a_file_only_the_name_is_told() -> None:
    assert source_name("/home/somebody/secret folder/report.txt") == "report.txt"
    assert source_name("C:\\Users\\Somebody\\report.txt") == "report.txt"
    assert source_name("folder/") == "folder"
    assert source_name("https://herald.example/a/b") == "https://herald.example/a/b"
    assert source_name("-") == "-"


def test_notes_say_what_was_read_and_lead_back(water_brief: Brief) -> None:
    notes = {note.label: note for report in water_brief.reports for p in report.paragraphs for note in p.notes}
    assert notes["1.1"].found == (
        "Mira Öhlund: dafür, Mindestabfluss: 80 Kubikmeter (verb.frame, 92\N{NO-BREAK SPACE}%)",
    )
    assert [use.section for use in notes["1.1"].uses] == [
        "state",
        "positions",
        "scales",
        "forecast",
        "assumptions",
    ]
    assert "Widerspruch: Amt" in notes["1.5"].found
    assert notes["2.6"].found == ("Treffen (geplant): Nordmark, Südmark (event.verb, 70\N{NO-BREAK SPACE}%)",)


def test_reports_carry_what_is_known_of_them(water_brief: Brief) -> None:
    first, second, third = water_brief.reports
    assert (first.publisher, first.author, first.agency, first.dateline) == (
        "Grellebote",
        "Ö. Müßig",
        "GPA",
        ("Brückenau",),
    )
    assert first.link == "https://grellebote.example/wasser?a=1&b=2"
    assert (second.source, second.link) == ("landeszeitung.txt", None)
    assert (third.duplicate_of, third.duplicate_anchor, third.sentences) == (2, "r2", 0)
    assert first.furniture == (("advertisement", "Jetzt Boot mieten!\nNur heute."), ("feed", "RSS"))
    assert first.paragraphs[0].headline
    assert not first.paragraphs[1].headline


def test_a_party_is_found_where_it_is_first_named(water_brief: Brief) -> None:
    quell = next(party for party in water_brief.parties if party.name == "Jannis Quell")
    assert [(place.label, place.target) for place in quell.places] == [
        ("1", f"m1-{quell.anchor}"), ("2", f"m2-{quell.anchor}"),
    ]  # fmt: skip

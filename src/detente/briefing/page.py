"""The brief as one HTML file: no network, a strict content security policy, and it prints."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from importlib import resources

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from detente.briefing import charts, graphs
from detente.briefing.brief import Brief
from detente.briefing.outlook import Swings
from detente.briefing.phrasebook import Phrasebook
from detente.briefing.quoted import ReportText

SECTIONS = (
    "state", "parties", "positions", "scales", "course", "conflicts", "deals", "holding", "forecast", "sensitivity",
    "assumptions", "method", "reports",
)  # fmt: skip
SIGNS = {"happened": "●", "ongoing": "■", "planned": "○", "failed": "×"}


def render_html(brief: Brief) -> str:
    """The brief as an HTML document that needs nothing but itself.

    Its content security policy allows one style sheet and one script, by their hashes, and nothing else.
    """
    style, script = _asset("brief.css"), _asset("brief.js")
    return (
        _prepared(brief)
        .get_template("brief.html.j2")
        .render(brief=brief, sections=SECTIONS, css=Markup(style), script=Markup(script), policy=policy(style, script))
    )


def render_sections(brief: Brief, *, cell: Callable[[str, str], str] | None = None) -> dict[str, str]:
    """The brief's sections as pieces of HTML, by name in the order of `SECTIONS`, and "basis", what it rests on.

    They are styled by `templates/brief.css`.  Links between them (`href="#..."`) are as in the whole.
    What the charts show leads to the sentence it rests on.  With `cell(party, issue)`, the address of a page for each
    cell of the positions matrix by the dossier's ids, the cells are linked to theirs.
    """
    environment = _prepared(brief)
    environment.globals.update(linked=True, cell_page=cell)
    parts = environment.get_template("parts.html.j2").module
    return {
        name: environment.get_template(f"{name}.html.j2").render(brief=brief, parts=parts)
        for name in ("basis", *SECTIONS)
    }


def _prepared(brief: Brief) -> Environment:
    """The templates' environment with the words and numbers of the brief's language."""
    environment = _environment()
    book = Phrasebook(brief.language)
    environment.globals.update(
        say=book.say,
        label=book.label,
        number=book.number,
        share=book.share,
        share_range=book.share_range,
        interval=book.range,
        gained=book.gained,
        day=book.day,
        span=book.span,
        figure=lambda swings, value: result(book, swings, value),
        tallied=lambda counts: tallied(book, counts),
        signs=SIGNS,
        place=charts.place,
        percent=charts.percent,
        rise=charts.rise,
        calendar=charts.calendar,
        plane=charts.plane,
        graph_height=graphs.graph_height,
        graph_lines=graphs.graph_lines,
        graph_x=graphs.graph_x,
        graph_y=graphs.graph_y,
        linked=False,
        cell_page=None,
    )
    environment.filters["origin"] = lambda report: _origin(book, report)
    return environment


def policy(style: str, script: str) -> str:
    """The content security policy that lets in exactly this style sheet and this script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _asset(name: str) -> str:
    return (resources.files("detente.briefing") / "templates" / name).read_text("utf-8")


class _Compiled(BytecodeCache):
    """Keeps the templates' code: each brief has an environment of its own, and compiling takes longer than all else."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _environment() -> Environment:
    return Environment(
        bytecode_cache=_COMPILED,
        loader=PackageLoader("detente.briefing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def tallied(book: Phrasebook, counts: Iterable[tuple[str, int]]) -> str:
    """Names with their counts in a row, the first eight; one name stands without."""
    shown = list(counts)
    names = [book.say("basis.tally", name=name, n=n) if len(shown) > 1 else name for name, n in shown[:8]]
    if len(shown) > 8:
        names.append(book.say("and_more", n=len(shown) - 8))
    return ", ".join(names)


def result(book: Phrasebook, swings: Swings, value: float) -> str:
    """A result in percent, or as a place on a scale."""
    return book.share(value / 100) if swings.share else book.number(round(value))


def _origin(book: Phrasebook, report: ReportText) -> list[str]:
    """Publisher, author, date, dateline and language of a report, as far as they are known."""
    place = ", ".join(report.dateline) + (f" ({report.agency})" if report.agency else "")
    parts = [
        report.publisher or "",
        book.say("reports.by", author=report.author) if report.author else "",
        book.day(report.date) if report.date else book.say("reports.undated"),
        place.strip(),
        book.tongue(report.language),
    ]
    return [part for part in parts if part]

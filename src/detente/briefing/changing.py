"""What would change it: a tornado of the main result, and how far inputs must move for another one."""

from __future__ import annotations

from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.briefing.outlook import Swing, Swings
from detente.sensitivity import Sensitivity, explanations, overview

BARS = 8
BREAK_EVENS = 5


def sensitivity_of(ground: Ground, *, seed: int) -> Sensitivity | None:
    """The sensitivity of the Nash deal's chance, or else of the first forecast; None where there is neither."""
    return overview(ground.table, ground.dossier, seed=seed, break_evens=BREAK_EVENS)


def swings_view(ground: Ground, found: Sensitivity | None) -> Swings | None:
    """The longest bars of the tornado with their sentences, and the nearest break-evens."""
    if found is None or not found.tornado.bars:
        return None
    language, factor = ground.language, 1.0 if found.unit == "scale" else 100.0
    said, title = explanations(language), line(found.title(language))
    shown = found.tornado.bars[:BARS]
    ends = [found.base, *(end for bar in shown for end in (bar.low, bar.high))]
    return Swings(
        title=title[:1].upper() + title[1:],
        terms=tuple(
            (ground.heads[issue].label, _option(ground, issue, option)) for issue, option in found.terms.items()
        ),
        base=found.base * factor,
        share=found.unit != "scale",
        low=min(ends) * factor,
        high=max(ends) * factor,
        bars=tuple(
            Swing(
                words=line(bar.input.text(found.names, language)),
                anchor=ground.anchors[bar.input.party],
                low=bar.low * factor,
                high=bar.high * factor,
                cites=ground.passages(bar.input.statements, "sensitivity"),
            )
            for bar in shown
        ),
        more=len(found.tornado.bars) - len(shown),
        break_evens=tuple(line(each.text(found.names, language)) for each in found.break_evens),
        reading=(said["tornado"], found.notes(language)[0], said["break_even"]),
    )


def _option(ground: Ground, issue: str, option: str | None) -> str:
    known = next(each for each in ground.table.issues if each.id == issue)
    labels = {each.id: line(each.label) for each in known.options}
    return labels.get(option or "", ground.book.say("holding.nothing"))

"""Two invented disputes as dossiers: water between two lands (German), wages on a ferry line (English).

`Sketch` finds quotes in the reports, so that the offsets are right by construction.
"""

from __future__ import annotations

from detente.contract import (
    Control,
    Discrepancy,
    Dossier,
    Event,
    Evidence,
    Furniture,
    Issue,
    Office,
    Option,
    Party,
    Report,
    Ruling,
    Statement,
)


class Sketch:
    """A dossier under construction."""

    def __init__(self, *reports: Report) -> None:
        self.dossier = Dossier(reports=list(reports))
        self._texts = {report.id: report.text for report in reports}

    def evidence(self, report: str, quote: str, after: str = "") -> Evidence:
        text = self._texts[report]
        start = text.index(quote, text.index(after) if after else 0)
        return Evidence(report=report, start=start, end=start + len(quote), quote=quote)

    def says(
        self, party: str, stance: str, issue: str | None, option: str | None, report: str, quote: str, **more: object
    ) -> None:
        number = len(self.dossier.statements) + 1
        fields: dict[str, object] = {"topic": "", "cue": "", "rule": "verb.frame", "confidence": 0.8} | more
        self.dossier.statements.append(
            Statement.model_validate(
                {
                    "id": f"s{number}",
                    "party": party,
                    "stance": stance,
                    "issue": issue,
                    "option": option,
                    "evidence": self.evidence(report, quote),
                    **fields,
                }
            )
        )

    def happens(self, type: str, who: list[str], report: str, quote: str, **more: object) -> None:
        number = len(self.dossier.events) + 1
        fields: dict[str, object] = {"rule": "event.verb", "confidence": 0.7} | more
        self.dossier.events.append(
            Event.model_validate(
                {
                    "id": f"e{number}",
                    "type": type,
                    "participants": who,
                    "evidence": self.evidence(report, quote),
                    **fields,
                }
            )
        )

    def mentions(self, party: str, *names: str) -> None:
        """Give a party the mentions that its names have in the texts."""
        found = []
        for report, text in self._texts.items():
            for name in names:
                at = text.find(name)
                while at >= 0:
                    found.append(Evidence(report=report, start=at, end=at + len(name), quote=name))
                    at = text.find(name, at + len(name))
        chosen = next(p for p in self.dossier.parties if p.id == party)
        chosen.evidence = sorted(found, key=lambda e: (e.report, e.start))
        chosen.mentions = len(found)


_W1 = """Streit um das Wasser der Grelle spitzt sich zu
Die Präsidentin der Nordmark, Mira Öhlund, fordert einen festen Mindestabfluss von 80 Kubikmetern je Sekunde. \
Die Südmark lehnt eine feste Menge ab. Ministerpräsident Jannis Quell sagte, sein Land brauche das Wasser des Stausees \
selbst, und verlangte einen Abfluss nach Jahreszeit.
Beide Länder begrüßten den Vorschlag des Flussrats, Messstellen gemeinsam zu betreiben. Am 3. März trafen sich Öhlund \
und Quell in Brückenau. Die Umweltgruppe Freie Grelle verlangt, dass der Damm nicht weiter erhöht wird.
Ob die Nordmark für entgangenes Wasser entschädigt wird, ließ Quell offen."""

_W2 = """Südmark bewegt sich
Eine Woche nach dem Treffen in Brückenau hat die Südmark ihre Haltung geändert: Quell, der Regierungschef des Landes, \
sprach sich für einen Mindestabfluss von 40 Kubikmetern aus. Die Nordmark beharrt auf 80 Kubikmetern. \
Quell lehnte Zahlungen an die Nordmark ab, Öhlund forderte sie erneut.
Eine weitere Runde ist für den 2. April in Wiesenthal geplant. Ein Abkommen über die Fischerei kam nicht zustande."""

_W3 = """Südmark bewegt sich
Eine Woche nach dem Treffen in Brückenau hat die Südmark ihre Haltung geändert, meldet die Agentur."""


def water() -> Dossier:
    """The German dispute: contested, agreed, open and silent issues, a reprint, an office told in two ways."""
    sketch = Sketch(
        Report(
            id="w1",
            title="Streit um das Wasser der Grelle spitzt sich zu",
            publisher="Grellebote",
            author="Ö. Müßig",
            date="2031-03-04",
            dateline=["Brückenau"],
            agency="GPA",
            language="de",
            source="https://grellebote.example/wasser?a=1&b=2",
            text=_W1,
            furniture=[
                Furniture(kind="advertisement", text="Jetzt Boot mieten!\nNur heute."),
                Furniture(kind="feed", text="RSS"),
            ],
        ),
        Report(
            id="w2",
            title="Südmark bewegt sich",
            publisher="Landeszeitung",
            date="2031-03-11",
            language="de",
            source="/home/jemand/berichte/landeszeitung.txt",
            text=_W2,
        ),
        Report(
            id="w3",
            title="Südmark bewegt sich",
            publisher="Tagesbote",
            language="de",
            source="w3.txt",
            text=_W3,
            duplicate_of="w2",
        ),
    )
    dossier = sketch.dossier
    dossier.parties = [
        Party(id="nordmark", name="Nordmark", kind="state", aliases=["Nordmark"]),
        Party(
            id="oehlund",
            name="Mira Öhlund",
            kind="person",
            of="nordmark",
            roles=["Präsidentin"],
            aliases=["Öhlund"],
            offices=[
                Office(
                    role="Präsidentin",
                    of="nordmark",
                    evidence=sketch.evidence("w1", "Die Präsidentin der Nordmark, Mira Öhlund"),
                )
            ],
        ),
        Party(id="suedmark", name="Südmark", kind="state"),
        Party(
            id="quell",
            name="Jannis Quell",
            kind="person",
            of="suedmark",
            roles=["Ministerpräsident", "Regierungschef"],
            offices=[
                Office(
                    role="Ministerpräsident",
                    of="suedmark",
                    evidence=sketch.evidence("w1", "Ministerpräsident Jannis Quell"),
                ),
                Office(
                    role="Regierungschef",
                    of="suedmark",
                    evidence=sketch.evidence("w2", "Quell, der Regierungschef des Landes"),
                ),
            ],
        ),
        Party(id="flussrat", name="Flussrat", kind="organisation"),
        Party(id="freie-grelle", name="Freie Grelle", kind="group"),
    ]
    for party, *names in (
        ("nordmark", "Nordmark"),
        ("oehlund", "Mira Öhlund", "Öhlund"),
        ("suedmark", "Südmark"),
        ("quell", "Jannis Quell", "Quell"),
        ("flussrat", "Flussrat"),
        ("freie-grelle", "Freie Grelle"),
    ):
        sketch.mentions(party, *names)
    dossier.issues = [
        Issue(
            id="abfluss",
            label="Mindestabfluss",
            options=[
                Option(id="keiner", label="keine feste Menge", value=0),
                Option(id="halb", label="40 Kubikmeter", value=50, controlled_by=["nordmark", "suedmark"]),
                Option(id="voll", label="80 Kubikmeter", value=100, controlled_by=["suedmark"]),
            ],
            codebook="wasser",
            status_quo="keiner",
            controls=[
                Control(
                    party="suedmark",
                    side="oberlieger",
                    reason="phrase",
                    evidence=sketch.evidence(
                        "w1",
                        "Ministerpräsident Jannis Quell sagte, sein Land brauche das Wasser des Stausees selbst",
                    ),
                ),
                Control(party="nordmark", side="unterlieger", reason="codebook"),
            ],
        ),
        Issue(id="messung", label="Gemeinsame Messstellen"),
        Issue(
            id="entschaedigung",
            label="Entschädigung",
            options=[
                Option(id="ja", label="Zahlung", value=100, controlled_by=["suedmark"]),
                Option(id="nein", label="keine Zahlung", value=0),
            ],
            status_quo="nein",
            codebook="wasser",
        ),
        Issue(id="damm", label="Erhöhung des Damms"),
        Issue(id="fischerei", label="Fischereirechte"),
    ]
    _w = sketch.says
    first = (
        "Die Präsidentin der Nordmark, Mira Öhlund, fordert einen festen Mindestabfluss von 80 Kubikmetern je Sekunde."
    )
    _w("oehlund", "support", "abfluss", "voll", "w1", first, date="2031-03-04", confidence=0.92, topic="Mindestabfluss")
    _w("suedmark", "oppose", "abfluss", "voll", "w1", "Die Südmark lehnt eine feste Menge ab.", date="2031-03-04")
    _w("suedmark", "support", "abfluss", "keiner", "w1", "Die Südmark lehnt eine feste Menge ab.", date="2031-03-04")
    agreed = "Beide Länder begrüßten den Vorschlag des Flussrats, Messstellen gemeinsam zu betreiben."
    _w("nordmark", "support", "messung", None, "w1", agreed, rule="verb.welcome")
    _w("suedmark", "support", "messung", None, "w1", agreed, rule="verb.welcome")
    _w(
        "quell",
        "open",
        "entschaedigung",
        "ja",
        "w1",
        "Ob die Nordmark für entgangenes Wasser entschädigt wird, ließ Quell offen.",
        confidence=0.45,
    )
    _w(
        "freie-grelle",
        "oppose",
        "damm",
        None,
        "w1",
        "Die Umweltgruppe Freie Grelle verlangt, dass der Damm nicht weiter erhöht wird.",
    )
    _w(
        "quell",
        "support",
        "abfluss",
        "halb",
        "w2",
        "sprach sich für einen Mindestabfluss von 40 Kubikmetern aus",
        date="2031-03-11",
    )
    _w("nordmark", "support", "abfluss", "voll", "w2", "Die Nordmark beharrt auf 80 Kubikmetern.", date="2031-03-11")
    _w("quell", "oppose", "entschaedigung", "ja", "w2", "Quell lehnte Zahlungen an die Nordmark ab", date="2031-03-11")
    _w("oehlund", "support", "entschaedigung", "ja", "w2", "Öhlund forderte sie erneut", date="2031-03-11")
    _w(
        "quell",
        "support",
        None,
        None,
        "w1",
        "Ministerpräsident Jannis Quell sagte, sein Land brauche das Wasser des Stausees selbst",
        topic="Wasser des Stausees",
    )
    _e = sketch.happens
    _e(
        "meet",
        ["oehlund", "quell"],
        "w1",
        "Am 3. März trafen sich Öhlund und Quell in Brückenau.",
        place="Brückenau",
        date="2031-03-03",
        when="Am 3. März",
    )
    _e(
        "meet",
        ["nordmark", "suedmark"],
        "w2",
        "Eine weitere Runde ist für den 2. April in Wiesenthal geplant.",
        place="Wiesenthal",
        date="2031-04-02",
        status="planned",
        when="2. April",
    )
    _e("agree", [], "w2", "Ein Abkommen über die Fischerei kam nicht zustande.", status="failed", topic="Fischerei")
    dossier.discrepancies = [
        Discrepancy(
            kind="office",
            party="quell",
            between=[
                sketch.evidence("w1", "Ministerpräsident Jannis Quell"),
                sketch.evidence("w2", "Quell, der Regierungschef des Landes"),
            ],
            note="Jannis Quell ist in einem Bericht „Ministerpräsident“, in einem anderen „Regierungschef“.",
        )
    ]
    return dossier


_F1 = """PORT HARROW - Ferry crews voted on Monday to walk out next week.
The Harbour Union demands a pay rise of six per cent. Coastline Ferries offered three per cent, which the union's \
leader Dana Whitlock rejected. The company opposes a cap on night shifts; the union insists on it.
Mediator Leo Tarn met both sides on Tuesday."""

_F2 = """Coastline Ferries said it would consider night shifts with extra rest. Talks resume on 5 May 2031.
The Harbour Union stands by its demand for six per cent."""


def ferries() -> Dossier:
    """The English dispute: two sides and a mediator, a ruling behind the status quo of pay."""
    sketch = Sketch(
        Report(
            id="f1",
            title="Ferry crews vote to walk out",
            publisher="Harrow Herald",
            date="2031-04-22",
            language="en",
            source="https://herald.example/ferries",
            dateline=["Port Harrow"],
            text=_F1,
        ),
        Report(id="f2", publisher="Harrow Herald", date="2031-04-29", language="en", source="f2.txt", text=_F2),
    )
    dossier = sketch.dossier
    dossier.parties = [
        Party(id="union", name="Harbour Union", kind="organisation"),
        Party(id="company", name="Coastline Ferries", kind="organisation"),
        Party(id="whitlock", name="Dana Whitlock", kind="person", of="union", roles=["leader"]),
        Party(id="tarn", name="Leo Tarn", kind="person", roles=["mediator"]),
    ]
    for party, *names in (
        ("union", "Harbour Union"),
        ("company", "Coastline Ferries"),
        ("whitlock", "Dana Whitlock"),
        ("tarn", "Leo Tarn"),
    ):
        sketch.mentions(party, *names)
    dossier.issues = [
        Issue(
            id="pay",
            label="Pay rise",
            options=[
                Option(id="none", label="none", value=0),
                Option(id="three", label="3%", value=50),
                Option(id="six", label="6%", value=100),
            ],
            codebook="wages",
        ),
        Issue(id="nights", label="Cap on night shifts"),
    ]
    _s = sketch.says
    _s(
        "union",
        "support",
        "pay",
        "six",
        "f1",
        "The Harbour Union demands a pay rise of six per cent.",
        date="2031-04-22",
    )
    offer = "Coastline Ferries offered three per cent, which the union's leader Dana Whitlock rejected."
    _s("company", "support", "pay", "three", "f1", offer, date="2031-04-22")
    _s("whitlock", "oppose", "pay", "three", "f1", offer, date="2031-04-22", confidence=0.6)
    _s("company", "oppose", "nights", None, "f1", "The company opposes a cap on night shifts", date="2031-04-22")
    _s("union", "support", "nights", None, "f1", "the union insists on it", date="2031-04-22", rule="carry-over")
    _s(
        "company",
        "open",
        "nights",
        None,
        "f2",
        "Coastline Ferries said it would consider night shifts with extra rest.",
    )
    _s("union", "support", "pay", "six", "f2", "The Harbour Union stands by its demand for six per cent.")
    _e = sketch.happens
    _e(
        "vote",
        ["union"],
        "f1",
        "Ferry crews voted on Monday to walk out next week.",
        date="2031-04-21",
        when="on Monday",
    )
    _e("meet", ["tarn", "union", "company"], "f1", "Mediator Leo Tarn met both sides on Tuesday.", date="2031-04-22")
    _e("meet", ["union", "company"], "f2", "Talks resume on 5 May 2031.", status="planned", date="2031-05-05")
    dossier.rulings = [
        Ruling(
            id="r1",
            action="correct",
            target="issue",
            item={"id": "pay", "status_quo": "none"},
            author="A. Analyst",
            reason="no rise without a contract",
            time="2031-04-30",
        )
    ]
    return dossier


def crowd(parties: int, issues: int) -> Dossier:
    """Many parties that each say something on many issues."""
    said = "Alle reden über alles."
    sketch = Sketch(Report(id="c", language="de", text=said, date="2031-01-05"))
    dossier = sketch.dossier
    dossier.parties = [Party(id=f"p{n}", name=f"Partei {n}", kind="organisation") for n in range(parties)]
    dossier.issues = [Issue(id=f"i{n}", label=f"Punkt {n}") for n in range(issues)]
    for n in range(parties):
        for k in range(issues):
            if (n + k) % 3 == 0:
                sketch.says(f"p{n}", ("support", "oppose", "open")[(n * k) % 3], f"i{k}", None, "c", said)
    return dossier


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}[red]\x1b[31m\u202e"


def hostile() -> Dossier:
    """A dossier whose every text tries to get out of its place."""
    text = f"{HOSTILE} fordert </mark></p><svg onload=alert(3)>\n{HOSTILE}"
    sketch = Sketch(
        Report(
            id=HOSTILE,
            title=HOSTILE,
            publisher=HOSTILE,
            author=HOSTILE,
            date=HOSTILE,
            dateline=[HOSTILE],
            agency=HOSTILE,
            language='"><b>',
            source="javascript:alert(4)",
            text=text,
            furniture=[Furniture(kind=HOSTILE, text=HOSTILE)],
        )
    )
    dossier = sketch.dossier
    whole = Evidence(report=HOSTILE, start=0, end=len(text), quote=text)
    part = sketch.evidence(HOSTILE, "fordert </mark>")
    office = Office(role=HOSTILE, former=True, evidence=part)
    dossier.parties = [
        Party(id=HOSTILE, name=HOSTILE, kind="person", aliases=[HOSTILE], offices=[office], evidence=[part]),
        Party(id="two", name='" onmouseover="alert(5)', kind="person", of=HOSTILE),
        Party(id="three", name="&lt;script&gt;", kind="state"),
    ]  # fmt: skip
    options = [Option(id=HOSTILE, label=HOSTILE, value=0), Option(id="b", label="</svg>", value=100)]
    dossier.issues = [Issue(id=HOSTILE, label=HOSTILE, options=options, status_quo=HOSTILE, codebook=HOSTILE)]
    for party, stance in ((HOSTILE, "support"), ("three", "oppose"), ("two", "open")):
        sketch.says(party, stance, HOSTILE, "b", HOSTILE, "fordert </mark>", rule=HOSTILE, date=HOSTILE, topic=HOSTILE)
    sketch.says("three", "support", None, None, HOSTILE, "fordert", topic=HOSTILE)
    more = {"place": HOSTILE, "when": HOSTILE, "topic": HOSTILE, "rule": HOSTILE}
    sketch.happens("meet", [HOSTILE, "unknown" + HOSTILE], HOSTILE, "fordert </mark>", date=HOSTILE, **more)
    sketch.happens("agree", [], HOSTILE, "fordert", **more)
    dossier.discrepancies = [Discrepancy(kind="office", party=HOSTILE, between=[whole, part], note=HOSTILE)]
    return dossier

from __future__ import annotations

import random

from detente.contract import Report
from detente.reports import load_text
from detente.reports.duplicates import link

OTHER_AUTHOR = (
    "Im Streit um höhere Löhne an der Küste stehen die Zeichen auf Konfrontation. Die Beschäftigten der "
    "Häfen ließen die Vertreter der Reedereien zu Wochenbeginn abblitzen. Deren Vorschlag, so hieß es aus"
    " der Gewerkschaft, reiche nicht. „Es sehe 3,1 Prozent mehr Lohn vor und sei damit weit von der "
    "Forderung entfernt“, zitierte ein Blatt Karla Brandt. Ob es zum Ausstand kommt, entscheidet sich "
    "wohl erst am Donnerstag, wenn sich beide Lager wieder gegenübersitzen."
)


def linked(*texts: str, dates: list[str | None] | None = None) -> list[Report]:
    reports = [load_text(text) for text in texts]
    for report, date in zip(reports, dates or [None] * len(texts), strict=True):
        report.date = date
    link(reports)
    return reports


def test_a_lightly_edited_copy(german: list[str]) -> None:
    copy = " ".join(german).replace("Montag", "Wochenbeginn").replace("zurückgewiesen", "abgelehnt")
    one, other = linked(" ".join(german), copy + " Mehr dazu in Kürze.")
    assert one.duplicate_of is None
    assert other.duplicate_of == one.id


def test_a_copy_cut_short_and_one_with_a_preface(german: list[str], english: list[str]) -> None:
    reports = linked(" ".join(german), " ".join(german[:2]), " ".join([*german, english[0]]))
    assert [r.duplicate_of for r in reports] == [None, reports[0].id, reports[0].id]


def test_every_tenth_word_changed(german: list[str]) -> None:
    words = " ".join(german).split()
    edited = [f"anders{n}" if n % 10 == 5 else word for n, word in enumerate(words)]
    reports = linked(" ".join(words), " ".join(edited))
    assert reports[1].duplicate_of == reports[0].id


def test_the_earliest_is_the_original(german: list[str]) -> None:
    texts = [" ".join(german), " ".join(german) + " Dritte Fassung.", " ".join(german) + " Zweite Fassung."]
    reports = linked(*texts, dates=["2024-05-08", None, "2024-05-06"])
    assert [r.duplicate_of for r in reports] == [reports[2].id, reports[2].id, None]


def test_two_authors_on_one_topic_are_two_sources(german: list[str]) -> None:
    reports = linked(" ".join(german), OTHER_AUTHOR)
    assert [r.duplicate_of for r in reports] == [None, None]


def test_short_texts_are_not_compared() -> None:
    reports = linked("Die Reeder lehnen das neue Angebot ab.", "Die Reeder lehnen das neue Angebot ab, sagen sie.")
    assert [r.duplicate_of for r in reports] == [None, None]


def test_thousands_of_reports() -> None:
    rng = random.Random(7)
    vocabulary = [f"wort{n}" for n in range(3000)]
    stories = [[rng.choice(vocabulary) for _ in range(300)] for _ in range(500)]
    reports = []
    for number in range(2000):
        words = list(stories[number % 500])
        words[rng.randrange(300)] = "geändert"
        reports.append(Report(id=f"r{number}", text=" ".join(words), language="de"))
    link(reports)
    assert [r.duplicate_of for r in reports] == [None if n < 500 else f"r{n % 500}" for n in range(2000)]

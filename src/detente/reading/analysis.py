"""From a report's text to tagged sentences, mentions and clauses."""

from __future__ import annotations

from detente.contract import Report
from detente.reading.clauses import find_clauses
from detente.reading.language import LANGUAGES, lexicon
from detente.reading.mentions import find_mentions
from detente.reading.model import Analysis
from detente.reading.parties import mark_acting
from detente.reading.text.retagging_de import retag_german
from detente.reading.text.tagging import tag
from detente.reading.text.words import Sentence, mark_quoted, split_sentences
from detente.reports import find_dateline


def analyse(report: Report) -> Analysis:
    """Take a report apart.  A language that détente does not read is taken as having no sentences."""
    language = report.language
    if language not in LANGUAGES:
        return Analysis(report, language, [])
    analysis = Analysis(report, language, split(report, language))
    find_mentions(analysis)
    find_clauses(analysis)
    mark_acting(analysis)
    return analysis


def split(report: Report, language: str) -> list[Sentence]:
    """The tagged sentences of a report; the dateline ("MADRID (AP) –") belongs to none."""
    abbreviations = frozenset(lexicon(language, "text")["abbreviations"])
    dateline = find_dateline(report.text)
    sentences: list[Sentence] = []
    offset = 0
    for number, paragraph in enumerate(report.text.split("\n")):
        pieces = [(offset, paragraph)]
        if dateline and offset <= dateline.start < offset + len(paragraph):
            before, after = dateline.start - offset, dateline.end - offset
            pieces = [(offset, paragraph[:before]), (offset + after, paragraph[after:])]
        for start, text in pieces:
            for words in split_sentences(text, language, abbreviations, start):
                headline = number == 0 and bool(report.title) and paragraph.strip() == (report.title or "").strip()
                sentences.append(Sentence(words, number, headline, len(sentences)))
        offset += len(paragraph) + 1
    for sentence in sentences:
        tag(sentence.words, language)
        if language == "de":
            retag_german(sentence.words)
    mark_quoted(sentences)
    return sentences

"""Our quicker HanTa against HanTa itself: the same classes, lemmas and pieces, to the last bit."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from HanTa.HanoverTagger import HanoverTagger

from detente.reading.text.hanta import Tagger

SENTENCES = {
    "de": [
        "Die Verhandlungsführerin der Grubenarbeiter lehnte das Schlichtungsangebot am Dienstagabend ab .",
        "„ Wir geben nicht klein bei “ , sagte Xylopha Quandrewitz-Öhmke ( 52 ) , die das Zwölfpunktepapier kannte .",
        "GLAUBEN WIR DAS ? zzz Qqxy ßß 17,5 § ... Bundesnetzagenturpräsidentenanwärterin",
        "Hm",
    ],
    "en": [
        "The miners ' negotiator turned down the arbitration offer that Brackenfield tabled on Tuesday night .",
        '" We won\'t budge " , said Xylopha Quandrewitz-Oakes ( 52 ) , re-reading the unsignable twelve-point memo .',
        "DO WE BELIEVE THAT ? zzz Qqxy 17.5 § ... overindustrialisationist",
        "Hm",
    ],
}
MODELS = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}


@cache
def taggers(language: str) -> tuple[Any, Tagger]:
    return HanoverTagger(MODELS[language]), Tagger(MODELS[language])


@pytest.mark.parametrize("language", MODELS)
def test_sentences_are_tagged_as_by_hanta(language: str) -> None:
    theirs, ours = taggers(language)
    for sentence in SENTENCES[language]:
        words = sentence.split()
        assert ours.tag_words(words) == [(lemma, tag) for _, lemma, tag in theirs.tag_sent(words, taglevel=1)]
        assert ours.tag_sent(words, taglevel=1) == theirs.tag_sent(words, taglevel=1)


@pytest.mark.parametrize("language", MODELS)
def test_words_are_analysed_as_by_hanta(language: str) -> None:
    theirs, ours = taggers(language)
    for word in " ".join(SENTENCES[language]).split():
        assert ours.analyze_forward(word.lower()) == theirs.analyze_forward(word.lower())
        assert ours.analyze(word, taglevel=3) == theirs.analyze(word, taglevel=3)


@pytest.mark.parametrize("language", MODELS)
def test_classes_that_lead_to_others_are_those_of_hanta(language: str) -> None:
    theirs, ours = taggers(language)
    assert ours.reachability == theirs.reachability
    assert ours.atomic_class == theirs.atomic_class

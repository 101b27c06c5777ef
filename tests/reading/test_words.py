"""Words, sentences and quotations with their places in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.language import LANGUAGES, lexicon
from detente.reading.text.words import Sentence, mark_quoted, split_sentences, split_words


def sentences(text: str, language: str = "de") -> list[str]:
    abbreviations = frozenset(lexicon(language, "text")["abbreviations"])
    found = split_sentences(text, language, abbreviations)
    return [text[words[0].start : words[-1].end] for words in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Es regnet. Wir gehen.", ["Es regnet.", "Wir gehen."]),
        ("de", "Am 18. August tagt der Rat. Danach nicht.", ["Am 18. August tagt der Rat.", "Danach nicht."]),
        ("de", "Dr. Kern kam z.B. aus Köln. Er ging.", ["Dr. Kern kam z.B. aus Köln.", "Er ging."]),
        ("de", "J. D. Muster sprach. Alle schwiegen.", ["J. D. Muster sprach.", "Alle schwiegen."]),
        ("de", "„Das geht nicht.“ Er ging.", ["„Das geht nicht.“", "Er ging."]),
        ("de", "„Geht das?“, fragte sie.", ["„Geht das?“, fragte sie."]),
        ("de", "Es waren 1.000 Menschen und 2,5 Prozent.", ["Es waren 1.000 Menschen und 2,5 Prozent."]),
        ("en", "Mr. Kern met the U.S. envoy. Talks failed.", ["Mr. Kern met the U.S. envoy.", "Talks failed."]),
        ("en", '"We agree." She left.', ['"We agree."', "She left."]),
    ],
)
def test_sentences(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "NATO-Truppen, J.D. Muster", ["NATO-Truppen", ",", "J.D.", "Muster"]),
        ("en", "can't the union's plan", ["ca", "n't", "the", "union", "'s", "plan"]),
        ("en", "O'Neill’s 20th offer", ["O'Neill", "’s", "20th", "offer"]),
    ],
)
def test_words(language: str, text: str, expected: list[str]) -> None:
    assert [w.text for w in split_words(text, language)] == expected


def test_a_sentence_without_an_end_is_cut() -> None:
    assert len(sentences("wort " * 1000)) > 1


def test_quotation_runs_over_sentences_but_not_over_paragraphs() -> None:
    text = "Er sagte: „Das ist gut. Das bleibt so.“ Danach ging er."
    abbreviations = frozenset(lexicon("de", "text")["abbreviations"])
    found = [Sentence(words) for words in split_sentences(text, "de", abbreviations)]
    mark_quoted(found)
    assert found[0].quoted[-1]
    assert all(found[1].quoted)
    assert not any(found[2].quoted)


@given(st.text(max_size=300), st.sampled_from(LANGUAGES), st.integers(0, 50))
def test_offsets_are_the_words_places(text: str, language: str, offset: int) -> None:
    for word in split_words(text, language, offset):
        assert text[word.start - offset : word.end - offset] == word.text


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_sentences_keep_every_word_once(text: str, language: str) -> None:
    words = [w.start for w in split_words(text, language)]
    cut = [w.start for s in split_sentences(text, language, frozenset({"Dr"})) for w in s]
    assert cut == words

"""The codebooks that come with détente are complete."""

from itertools import pairwise

import pytest

from detente.codebooks import Codebook, available, load
from detente.codebooks.matching import Matcher
from detente.codebooks.terms import Lexicon
from detente.codebooks.text import tokens

LANGUAGES = ("de", "en")


@pytest.fixture(params=available())
def book(request: pytest.FixtureRequest) -> Codebook:
    return load(request.param)


def test_complete_in_both_languages(book: Codebook) -> None:
    for language in LANGUAGES:
        assert book.label[language]
        assert book.description[language]
        assert len(book.domain_terms[language]) >= 20
    for issue in book.issues:
        for language in LANGUAGES:
            assert issue.label[language], issue.id
            assert any(part.terms.get(language) for part in (issue, *issue.options)), issue.id
            assert all(o.label[language] for o in issue.options), issue.id
            labels = [o.label[language] for o in issue.options]
            assert len(set(labels)) == len(labels), issue.id
        assert issue.status_quo, issue.id


def test_options_lie_on_a_scale(book: Codebook) -> None:
    for issue in book.issues:
        values = [o.value for o in issue.options]
        assert len(set(values)) == len(values), issue.id
        assert all(a > b for a, b in pairwise(values)) or all(a < b for a, b in pairwise(values)), issue.id


def test_every_default_can_be_turned_round(book: Codebook) -> None:
    for issue in book.issues:
        default = issue.option(issue.default_option)
        assert default.opposite, issue.id
        assert default.opposite != default.id, issue.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_s_terms_lead_to_its_issue_and_option(book: Codebook, language: str) -> None:
    """Written out as a topic, a term signals what it stands for, unless another option owns the same words."""
    matcher = Matcher([book], language)
    wrong = []
    total = 0
    for issue in book.issues:
        for option in issue.options:
            for term in option.terms.get(language, ()):
                topic = " ".join(word.split("|")[0].strip("*") for word in term.split())
                match = matcher.match(topic, {book.id: 0})
                total += 1
                if match is None or (match.issue.id, match.option) != (issue.id, option.id):
                    wrong.append((issue.id, option.id, term, match and (match.issue.id, match.option)))
    assert len(wrong) <= 0.08 * total, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_domain_terms_are_not_everyday_words(book: Codebook, language: str) -> None:
    everyday = {
        "de": "Am Sonntag war das Wetter schön, die Kinder spielten im Garten, und der Bäcker verkaufte Brot.",
        "en": "On Sunday the weather was fine, children played in the garden, and the baker sold bread to everybody.",
    }
    lexicon = Lexicon(((t, t) for t in book.domain_terms[language]), language)
    assert lexicon.find(tokens(everyday[language], language)) == []

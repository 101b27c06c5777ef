"""All that one sentence names: the finders in their order."""

from __future__ import annotations

from collections.abc import Container

from detente.reading.mentions.acronyms import find_acronyms
from detente.reading.mentions.appositions import join_roles
from detente.reading.mentions.groups import find_groups
from detente.reading.mentions.known import find_governments, find_known
from detente.reading.mentions.organisations_de import find_german_organisations
from detente.reading.mentions.organisations_en import find_english_organisations
from detente.reading.mentions.parts import Sketch
from detente.reading.mentions.persons import find_persons
from detente.reading.mentions.roles_de import find_german_roles
from detente.reading.mentions.roles_en import find_english_roles
from detente.reading.text.words import Sentence


def sketch(sentence: Sentence, language: str, surnames: Container[str]) -> Sketch:
    """Find the parts of a sentence.  `surnames` are last names of persons that the report names in full."""
    result = Sketch(sentence, [], [], [None] * len(sentence.words))
    find_known(result, language)
    find_acronyms(result, language)
    taken = [part is not None and part.kind != "adjective" for part in result.owner]
    result.roles = (find_german_roles if language == "de" else find_english_roles)(result.words, taken)
    find_governments(result, language)
    if language == "de":
        find_german_organisations(result)
    else:
        find_english_organisations(result)
    find_persons(result, language, surnames)
    join_roles(result, language)
    find_groups(result, language)
    result.parts.sort(key=lambda part: part.first)
    return result

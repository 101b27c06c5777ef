"""What the tests of mentions share: read a few sentences, and look actors and mentions up by their words."""

from __future__ import annotations

from detente.contract import Report
from detente.reading.analysis import split
from detente.reading.mentions.find import find_mentions
from detente.reading.model import Actor, Analysis, Mention


class Reading:
    """The mentions of a text."""

    def __init__(self, text: str, language: str) -> None:
        report = Report(id="r", language=language, text=text)
        self.analysis = Analysis(report, language, split(report, language))
        find_mentions(self.analysis)

    def words(self, mention: Mention, *, outer: bool = False) -> str:
        sentence = self.analysis.sentences[mention.sentence]
        if outer:
            return sentence.text(mention.outer_first, mention.outer_last)
        return sentence.text(mention.first, mention.last)

    def all(self, words: str) -> list[Mention]:
        return [m for m in self.analysis.mentions if self.words(m) == words]

    def one(self, words: str) -> Mention:
        found = self.all(words)
        assert len(found) == 1, f"{words!r} in {[self.words(m) for m in self.analysis.mentions]}"
        return found[0]

    def actor(self, name: str) -> Actor:
        found = [a for a in self.analysis.actors.values() if a.name == name]
        assert len(found) == 1, f"{name!r} in {[a.name for a in self.analysis.actors.values()]}"
        return found[0]

    def parties(self) -> set[str]:
        """Names of all who act."""
        return {m.actor.name for m in self.analysis.mentions if m.acts}

    def of(self, name: str) -> str | None:
        key = self.actor(name).of
        return self.analysis.actors[key].name if key else None

    def roles(self, name: str) -> list[str]:
        return [office.role for office in self.actor(name).offices]


def de(text: str) -> Reading:
    return Reading(text, "de")


def en(text: str) -> Reading:
    return Reading(text, "en")

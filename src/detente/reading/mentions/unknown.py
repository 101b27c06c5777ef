"""What names of an unknown kind are, decided by all the places where the report has them."""

from __future__ import annotations

from collections import Counter

from detente.reading.language import lexicon
from detente.reading.mentions.names import first_names
from detente.reading.mentions.parts import Part, Sketch, forms
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

# A place that tells what a name is weighs more than one that tells nothing.
_TELLING = 2
_CERTAIN = 7


def settle_unknown(sketches: list[Sketch], language: str) -> None:
    """Make persons and organisations of the unknown names, or take them back."""
    kinds: dict[str, Counter[str]] = {}
    for result in sketches:
        for part in result.parts:
            if part.kind in ("person", "organisation"):
                for name in (part.name, *part.aliases):
                    kinds.setdefault(name, Counter())[part.kind] += _CERTAIN
            elif part.kind == "unknown":
                guess = _guess(result, part, language)
                kinds.setdefault(part.name, Counter())[guess] += 1 if guess == "nothing" else _TELLING
    for result in sketches:
        for part in [p for p in result.parts if p.kind == "unknown"]:
            counts = kinds[part.name]
            # Many places that tell nothing do not undo one that does.
            counts["nothing"] = min(counts["nothing"], _TELLING)
            best = max(("place", "person", "organisation", "nothing"), key=lambda kind: counts[kind])
            certain = next((k for k in ("organisation", "person") if counts[k] >= _CERTAIN), None)
            if certain == "organisation" or (best == "organisation" and certain is None):
                part.kind = "organisation"
            elif certain == "person" or best == "person":
                part.kind = "person"
            else:
                result.remove(part)


def _beside_person(result: Sketch, part: Part) -> bool:
    """Whether a name stands in an enumeration with persons ("zwischen Muster, Beispiel und Probe")."""
    words = result.words
    before = (
        result.owner[part.first - 2] if part.first > 1 and words[part.first - 1].text in ("und", "and", ",") else None
    )
    after = (
        result.owner[part.last + 1] if part.last + 1 < len(words) and words[part.last].text in ("und", "and") else None
    )
    return any(o is not None and o.kind == "person" for o in (before, after))


def _guess(result: Sketch, part: Part, language: str) -> str:
    words, lists = result.words, forms(language)
    tokens = part.name.split()
    before = words[part.first - 1] if part.first else None
    after = words[part.last] if part.last < len(words) else None
    if tokens[-1] in lists["firms"]:
        return "organisation"
    if any(c.isdigit() for c in part.name) or (
        before is not None and before.text in (lists["media"] | lists.get("places", frozenset()))
    ):
        return "nothing"
    if (
        language == "de"
        and part.first > 1
        and before is not None
        and before.text in ("„", '"')
        and words[part.first - 2].text in lists["media"]
    ):
        return "nothing"
    if part.kind == "unknown" and before is not None and before.text in ("„", "»") and _closes(words, part.last):
        return "organisation" if part.first > 1 and words[part.first - 2].pos in ("DET", "NOUN") else "nothing"
    if before is not None and before.lower in table(language, "places") and len(tokens) <= 2:
        return "place"
    if len(tokens) <= 3 and _beside_person(result, part) and not part.name.isupper():
        return "person"
    if len(tokens) == 1 and part.name.isupper():
        return "organisation" if 2 < len(part.name) <= 8 else "nothing"
    if len(tokens) >= 2 and tokens[0] in first_names():
        return "person"
    if before is not None and (
        before.pos in ("DET", "ADJ", "POSS") or (before.pos == "NOUN" and not _speech(before, language))
    ):
        return "nothing"
    if _title_case(result) and language == "en":
        return "nothing"
    if 2 <= len(tokens) <= 4 and all(
        (t[:1].isupper() and not t.isupper()) or t.islower() or len(t) == 2 for t in tokens
    ):
        if language == "de":
            return "person"
        return "person" if after is not None and (_speech(after, language) or after.pos == "GEN") else "nothing"
    if len(tokens) == 1 and before is not None and _speech(before, language):
        return "person" if language == "de" else "organisation"
    if (
        len(tokens) == 1
        and after is not None
        and (_speech(after, language) or (after.pos == "GEN" and language == "en"))
    ):
        return "organisation"
    return "nothing"


def _closes(words: list[Word], k: int) -> bool:
    """Whether a quotation that begins before a name ends soon after it, so that the name is all that is quoted."""
    return any(w.text in ("“", "«", "”") for w in words[k : k + 4])


def _speech(word: Word, language: str) -> bool:
    return word.form == "fin" and word.lemma.lower() in lexicon(language, "groups")["acting_verbs"]


def _title_case(result: Sketch) -> bool:
    """Whether a line has capitals all over, as headlines may, so that they say nothing."""
    words = [w for w in result.words if w.text[:1].isalpha() and len(w.text) > 3]
    return len(words) > 4 and sum(w.text[:1].isupper() for w in words) > 0.75 * len(words)

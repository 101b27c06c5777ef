"""The verb, voice, mood and subject of German clauses."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.model import Clause, Mention, Phrase
from detente.reading.text.words import Word


@cache
def grammar(name: str) -> frozenset[str]:
    """A list of `grammar.toml`."""
    return frozenset(lexicon("de", "grammar")[name])


def set_predicate(clause: Clause, words: list[Word]) -> None:
    """Set a clause's finite verb, full verb with its particle, modal verb, voice, mood and negation."""
    own = [words[i] for i in clause.words]
    helper = next((w for w in own if w.form == "fin" and w.pos in ("MODAL", "AUX")), None)
    for word in own:
        if (
            helper is not None
            and word.i > helper.i
            and word.form == "fin"
            and word.pos == "VERB"
            and word.lower == word.lemma.lower()
        ):
            word.form = "inf"  # "muss den Plan ablehnen": tagged as the plural that looks like it
    finites = [w for w in own if w.form == "fin"]
    if not finites and clause.finite is None and clause.kind == "main":
        _second_place(own)
        finites = [w for w in own if w.form == "fin"]
    if clause.finite is None and finites:
        clause.finite = finites[-1] if clause.introducer else finites[0]
    elif clause.finite is None and clause.kind not in ("infinitive",) and own[-1].form == "inf" and clause.introducer:
        clause.finite = own[-1]  # "die den Plan ablehnen": the plural looks like the infinitive
    infinite = [w for w in own if w.form in ("part", "inf") and w is not clause.finite]
    verbs = [w for w in infinite if w.pos == "VERB"]
    finite = clause.finite
    main = finite
    if (finite is None or finite.pos in ("AUX", "MODAL")) and verbs:
        main = verbs[-1]
    if main is None:
        main = infinite[-1] if infinite else None
    clause.verb = main
    if main is not None:
        clause.lemma = _with_particle(main, clause, own) if main is finite else main.lemma.lower()
        clause.verb_words += [w.i for w in own if w in infinite or w is finite or w.tag == "PTKZU"]
    lemmas = [w.lemma.lower() for w in [*([finite] if finite else []), *infinite]]
    if finite is not None and finite.pos == "MODAL" and main is not finite:
        clause.modal = finite.lemma.lower()
    elif finite is not None and finite.lower in ("möchte", "möchten"):
        clause.modal = "mögen"
    elif finite is None and len(infinite) > 1 and infinite[-1].pos == "MODAL":
        clause.modal = infinite[-1].lemma.lower()  # "erklärte, den Plan ablehnen zu wollen"
    if main is not None and main.form == "part" and "werden" in lemmas and main.lemma.lower() != "werden":
        # "erhalten werde" is as well the future: participle and infinitive look the same
        future = main.lower == main.lemma.lower() and "worden" not in [w.lower for w in own]
        clause.passive = not future or any(w.lower in ("von", "vom", "durch") for w in own)
    if main is not None and main.form == "part" and finite is not None and finite.lemma.lower() in ("haben", "sein"):
        clause.perfect = True
    negations = grammar("negation")
    clause.negated = any(
        (w.lower in negations or w.tag == "PTKNEG")
        and not (w.i + 1 < len(words) and words[w.i + 1].lower in grammar("not_only"))
        for w in own
    )
    if finite is not None:
        listed = finite.lower in grammar("reported") and finite.lower not in ("sollte", "sollten")
        if listed or _regular_reported(finite, own):
            clause.mood = "reported"
        elif finite.lower in grammar("hypothetical"):
            clause.mood = "hypothetical"


def _second_place(own: list[Word]) -> None:
    """Make the only verb of a main clause its finite one: "Die Grünen sehen darin keine Lösung" looks infinite."""
    verbs = [w for w in own if w.form in ("inf", "part")]
    if len(verbs) == 1 and verbs[0].lower == verbs[0].lemma.lower() and verbs[0].pos == "VERB":
        verb = verbs[0]
        if own[0] is not verb and own[-1] is not verb and not any(w.tag == "PTKZU" for w in own):
            verb.form = "fin"


def _regular_reported(finite: Word, own: list[Word]) -> bool:
    """Whether a verb ends in -e without "ich": "er erwäge", "man prüfe"; its stem is that of the infinitive."""
    lemma = finite.lemma.lower()
    stem = lemma[:-2] if lemma.endswith("en") else lemma[:-1]
    return finite.pos == "VERB" and finite.lower == f"{stem}e" and not any(w.lower in ("ich", "ihr") for w in own)


def _with_particle(main: Word, clause: Clause, own: list[Word]) -> str:
    lemma = main.lemma.lower()
    if clause.introducer or not own:
        return lemma
    particle = next((w for w in reversed(own) if w.tag == "PTKVZ" and w.i > main.i), None)
    last = own[-1]
    if (
        particle is None
        and last.i > main.i
        and last.lower in grammar("particles")
        and last.pos in ("PREP", "PRED", "ADV")
    ):
        particle = last
    if particle is not None and len(own) > 1 and _before(particle, own).lower in ("für", "als"):
        particle = None  # "hält das für richtig"
    if particle is None:
        return lemma
    clause.verb_words.append(particle.i)
    return particle.lower + lemma


def _before(word: Word, own: list[Word]) -> Word:
    """The word of a clause before another; the first one for the first."""
    return own[max(0, own.index(word) - 1)]


def find_subject(clause: Clause, words: list[Word], mentions: list[Mention]) -> Phrase | None:
    """The subject of a clause by case, number and place; where these leave it open, rather a party than a thing."""
    finite = clause.finite
    if clause.kind in ("infinitive",) or (finite is None and clause.verb is None):
        return None
    if clause.kind == "adverbial" and clause.introducer in ("um", "ohne", "statt", "anstatt"):
        return None
    candidates = [p for p in clause.phrases if p.prep is None and "n" in (p.case or "n")]
    if not candidates or finite is None:
        return candidates[0] if candidates and finite is not None else None
    plural = _plural_verb(finite)

    def acts(phrase: Phrase) -> bool:
        if words[phrase.head].pos == "PRON":
            return words[phrase.head].lower in ("er", "sie", "wir", "ich", "man", "beide", "alle", "viele", "niemand")
        return any(m.first < phrase.last and phrase.first < m.last and not m.genitive for m in mentions)

    pronoun = next((p for p in candidates if words[p.head].lower in ("er", "wir", "ich", "man")), None)
    if pronoun is not None:
        return pronoun
    if clause.kind == "relative":
        relative = next(
            (p for p in clause.phrases if words[p.head].pos == "REL" or words[p.head].i == clause.words[0]), None
        )
        others = [p for p in candidates if p is not relative]
        if (
            relative is None
            or relative.prep is not None
            or clause.introducer in ("den", "dem", "denen", "dessen", "deren")
        ):
            return others[0] if others else None
        if others and clause.introducer in ("was", "das", "die", "welche", "welches") and acts(others[0]):
            return others[0]
        return relative
    first = words[clause.words[0]]
    if first.tag == "KON" and len(clause.words) > 1 and clause.words[1] == finite.i and clause.kind == "main":
        return None  # "und ließ Details offen": the subject is that of the clause before
    if first is finite and clause.kind == "main" and _contrasts(clause, words) and not any(acts(p) for p in candidates):
        return None  # ", lehnte aber die Steuer ab"
    if clause.kind != "main" and first.tag == "KON" and not any(acts(p) for p in candidates[:1]):
        return None  # "während X das stützt und fordert, dass ..."
    before = [p for p in candidates if p.last <= finite.i]
    after = [p for p in candidates if p.first > finite.i]
    if clause.introducer:
        ordered = sorted(candidates, key=lambda p: p.first)
        return next((p for p in ordered[:2] if acts(p)), ordered[0])
    if before:
        # One constituent stands before the verb: a party there is the subject, unless its form says otherwise.
        lead = next((p for p in before if acts(p)), before[0] if _coordinated(before, words) else before[-1])
        if after and not acts(lead) and acts(after[0]):
            near = after[0].first <= finite.i + 3
            fits = _agrees(lead, words, plural) and not _agrees(after[0], words, plural)
            clear = lead.case == "n" or words[lead.first].lower in ("der", "ein") or fits
            if near and not clear and not clause.passive:
                return after[0]
        return lead
    return next((p for p in after[:2] if acts(p)), after[0]) if after else None


def _contrasts(clause: Clause, words: list[Word]) -> bool:
    """Whether a clause behind a comma goes on with its verb and a word such as "aber"."""
    behind = clause.words[0] > 0 and words[clause.words[0] - 1].text == ","
    return behind and any(words[i].lower in grammar("contrast") for i in clause.words[1:4])


def _coordinated(phrases: list[Phrase], words: list[Word]) -> bool:
    if len(phrases) < 2:
        return False
    k = phrases[-1].first - 1
    while k > 0 and words[k].pos == "ADV":
        k -= 1
    return words[k].lower in ("und", "oder", "noch", "sowie", "wie")


def _plural_verb(finite: Word) -> bool:
    return finite.lower.endswith(("en", "ten", "sind", "seien")) or finite.lower in ("sind",)


def _agrees(phrase: Phrase, words: list[Word], plural: bool) -> bool:
    """Whether a noun phrase has the verb's number; of a name that cannot be told."""
    head = words[phrase.head]
    if head.pos == "NAME":
        return True
    many = head.pos == "NOUN" and head.lower != head.lemma.lower() and not head.lower.endswith("s")
    return many == plural


def continues(clause: Clause, before: Clause, words: list[Word]) -> bool:
    """Whether a clause without a subject goes on with the one before: "X lehnt A ab und fordert B"."""
    joined = words[clause.words[0]].tag == "KON" or clause.kind == before.kind
    return joined and clause.kind == before.kind and clause.kind != "infinitive" and clause.finite is not None

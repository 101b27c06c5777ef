"""German clauses: topological fields read off tags, commas and conjunctions.

A sentence is cut at commas and the like and at conjunctions that join two predicates; pieces without a verb go to the
clause that is still open, so that "Der Minister, ein Liberaler, lehnt das ab" is one clause again.
"""

from __future__ import annotations

from functools import cache

from detente.reading.clauses.phrases import find_phrases
from detente.reading.language import lexicon
from detente.reading.model import Clause, ClauseKind, Mention, Phrase
from detente.reading.text.words import Sentence, Word

CUTS = set(",;:–—…!?.") | {"-"}
# What stands in parentheses is left out unless it is longer than this.
ASIDE = 6


@cache
def _grammar(name: str) -> frozenset[str]:
    return frozenset(lexicon("de", "grammar")[name])


def find(sentence: Sentence, mentions: list[Mention]) -> list[Clause]:
    """The clauses of a German sentence, in the order of their first words."""
    words = sentence.words
    clauses: list[Clause] = []
    current: Clause | None = None
    for piece in _pieces(words):
        current = _place(piece, words, sentence.index, clauses, current)
    for clause in clauses:
        clause.words.sort()
        clause.first, clause.last = clause.words[0], clause.words[-1] + 1
        _predicate(clause, words)
    before: Clause | None = None
    for clause in clauses:
        clause.phrases = find_phrases(words, clause.words, "de")
        clause.predicatives = [i for i in clause.words if words[i].pos == "PRED"]
        clause.subject = _subject(clause, words, mentions)
        if clause.subject is None and before is not None and _continues(clause, before, words):
            clause.subject = before.subject
        if clause.kind != "infinitive" and clause.finite is not None:
            before = clause
    return clauses


def _pieces(words: list[Word]) -> list[list[int]]:
    """Runs of words between punctuation, cut again where a conjunction joins two predicates."""
    runs: list[list[int]] = [[]]
    aside = _asides(words)
    for word in words:
        if word.i in aside or word.text in "()[]„“”»«\"‚‘’'":
            continue
        if word.text in CUTS:
            runs.append([])
        else:
            runs[-1].append(word.i)
    pieces = []
    for run in runs:
        start = 0
        for k, i in enumerate(run):
            if words[i].tag != "KON" or words[i].lower not in _grammar("joins"):
                continue
            left, right = run[start:k], run[k + 1 :]
            if _has_verb(left, words) and _has_verb(right, words) and _joins_predicates(left, right, words):
                pieces.append(left)
                start = k
        pieces.append(run[start:])
    return [p for p in pieces if p]


def _asides(words: list[Word]) -> set[int]:
    """The words in short parentheses: "Platzeck (SPD) lehnte ab"."""
    found: set[int] = set()
    opened = -1
    for word in words:
        if word.text in "([":
            opened = word.i
        elif word.text in ")]" and opened >= 0:
            if word.i - opened - 1 <= ASIDE:
                found.update(range(opened, word.i + 1))
            opened = -1
    return found


def _has_verb(run: list[int], words: list[Word]) -> bool:
    return any(words[i].pos in ("VERB", "AUX", "MODAL") for i in run)


def _joins_predicates(left: list[int], right: list[int], words: list[Word]) -> bool:
    finite_right = any(words[i].form == "fin" for i in right)
    if any(words[i].form == "fin" for i in left) and finite_right:
        # "dass er A fordert und B ablehnt"; but not "dass A und B scheitern": there the left has no verb.
        return True
    if finite_right:
        return False
    if words[left[-1]].form == "fin" and words[right[-1]].form == "inf" and not _zu(right, words):
        return True  # "dass die Frist endet und Gespräche beginnen": the plural looks like the infinitive
    # "hat A gefordert und B abgelehnt": two participles or infinitives under one finite verb
    return words[left[-1]].form in ("part", "inf") and words[right[-1]].form in ("part", "inf")


def _place(piece: list[int], words: list[Word], sentence: int, clauses: list[Clause], current: Clause | None) -> Clause:
    """Open a clause with a piece, or give the piece to a clause that waits for its verb or its end.

    Returns the clause that has the piece now; `current` is the one that had the piece before.
    """
    kind, introducer = _kind(piece, words, clauses)
    finite = [i for i in piece if words[i].form == "fin"]
    clause = Clause(sentence, piece[0], piece[-1] + 1, list(piece))
    if kind is not None:
        clause.kind, clause.introducer, clause.parent = kind, introducer, current
        clauses.append(clause)
        return clause
    host = _open_clause(clauses, words)
    if not finite:
        infinite = any(words[i].form in ("part", "inf") for i in piece)
        if (
            infinite
            and words[piece[-1]].form in ("part", "inf")
            and words[piece[0]].tag == "KON"
            and current is not None
        ):
            # "... und B abgelehnt": shares the finite verb of the clause before
            shared = next((words[i] for i in current.words if words[i].form == "fin"), None)
            clause.kind, clause.parent, clause.introducer = current.kind, current.parent, current.introducer
            if shared is not None and shared.pos == "VERB":
                words[piece[-1]].form = "fin"  # "... und die Gespräche beginnen": the plural looks like the infinitive
            else:
                clause.finite = shared
            clauses.append(clause)
            return clause
        if infinite and _zu(piece, words) and host is None and current is not None:
            clause.kind, clause.parent = "infinitive", current
            clauses.append(clause)
            return clause
        host = host or _resumed(piece, words, clauses, current)
        if host is not None:
            host.words.extend(piece)
            return host
        clauses.append(clause)
        return clause
    if host is not None and not (_complete_main(piece, words) and host.kind != "main"):
        host.words.extend(piece)
        return host
    if current is not None and words[piece[0]].tag == "KON" and words[piece[-1]].form == "fin" and current.introducer:
        # "dass A kommt und B geht": the second goes on under the same conjunction
        clause.kind, clause.parent, clause.introducer = current.kind, current.parent, current.introducer
    clauses.append(clause)
    return clause


def _resumed(piece: list[int], words: list[Word], clauses: list[Clause], current: Clause | None) -> Clause | None:
    """The clause that a piece without a finite verb goes on with, after what was put in between has ended."""
    infinite = words[piece[-1]].form in ("part", "inf")
    for clause in reversed(clauses):
        if infinite and _awaits_infinite(clause, words):
            return clause
    if current is None or not current.introducer or words[current.words[-1]].form != "fin":
        return current
    return next((c for c in reversed(clauses) if not c.introducer and c.kind == "main"), current)


def _awaits_infinite(clause: Clause, words: list[Word]) -> bool:
    """Whether a main clause has its auxiliary or modal verb but not yet the verb that belongs to it."""
    if clause.kind != "main":
        return False
    verbs = [words[i] for i in clause.words if words[i].form]
    return len(verbs) == 1 and verbs[0].pos in ("MODAL", "AUX")


def _open_clause(clauses: list[Clause], words: list[Word]) -> Clause | None:
    """The innermost clause that has no finite verb yet (an infinitive needs none)."""
    for clause in reversed(clauses):
        if clause.kind == "infinitive" or clause.finite is not None:
            continue
        if not any(words[i].form == "fin" for i in clause.words):
            return clause
    return None


def _complete_main(piece: list[int], words: list[Word]) -> bool:
    """Whether a piece has its finite verb in first or second place, as a main clause of its own has."""
    if words[piece[0]].form == "fin":
        return True
    place = next(k for k, i in enumerate(piece) if words[i].form == "fin")
    return place < len(piece) - 1 and words[piece[-1]].form != "fin"


def _kind(piece: list[int], words: list[Word], clauses: list[Clause]) -> tuple[ClauseKind | None, str | None]:
    k = 0
    while k < len(piece) - 1 and words[piece[k]].tag in ("KON", "ADV") and k < 2:
        k += 1
    first = words[piece[k]]
    lower = first.lower
    finite = [i for i in piece if words[i].form == "fin"]
    last = words[piece[-1]]
    final = bool(finite) and (finite[-1] == piece[-1] or (finite[-1] == piece[-1] - 1 and not last.form))
    # "die den Plan ablehnen": the plural looks like the infinitive
    final = final or (not finite and words[piece[-1]].form == "inf" and not _zu(piece, words))
    if first.tag in ("KOUS", "KOUI") or lower in ("dass", "daß", "ob"):
        if lower in _grammar("complement"):
            return ("question" if lower == "ob" else "complement"), lower
        if lower in _grammar("conditional"):
            return "conditional", lower
        if lower in ("um", "ohne", "statt", "anstatt") and _zu(piece, words):
            return "adverbial", lower
        if lower in _grammar("adverbial") and (final or not finite):
            return "adverbial", lower
    if piece[0] > 0 and (clauses or words[piece[0] - 1].text == ","):
        relative = first
        if first.pos == "PREP" and k + 1 < len(piece):
            relative = words[piece[k + 1]]
        joined = words[piece[0]].tag == "KON"
        named = relative.tag in ("PRELS", "PRELAT") or (relative.lower in _grammar("relative") and final and not joined)
        after_comma = words[piece[0] - 1].text in (",", "–", "-", "(") or words[piece[0]].tag == "KON"
        if named and after_comma and (final or not finite) and not (finite and finite[0] == piece[0]):
            relative.pos = "REL"
            return "relative", relative.lower
    if first.tag in ("PWAV", "PWS", "PWAT") and final and piece[0] > 0:
        return "question", lower
    if piece[0] == 0 and finite and finite[0] == piece[0] and words[piece[0]].pos in ("MODAL", "AUX", "VERB"):
        follows = piece[-1] + 1 < len(words) and words[piece[-1] + 1].text == ","
        if follows and words[-1].text != "?" and any(w.form == "fin" for w in words[piece[-1] + 1 :]):
            return "conditional", None
    if not finite and _zu(piece, words) and words[piece[-1]].form == "inf" and clauses:
        host = _open_clause(clauses, words)
        if host is None or host.kind == "main":
            return "infinitive", None
    return None, None


def _zu(piece: list[int], words: list[Word]) -> bool:
    return any(words[i].tag in ("PTKZU", "VV(IZU)") for i in piece)


def _predicate(clause: Clause, words: list[Word]) -> None:
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
    if main is not None and main.form == "part" and "werden" in lemmas and main.lemma.lower() != "werden":
        # "erhalten werde" is as well the future: participle and infinitive look the same
        future = main.lower == main.lemma.lower() and "worden" not in [w.lower for w in own]
        clause.passive = not future or any(w.lower in ("von", "vom", "durch") for w in own)
    if main is not None and main.form == "part" and finite is not None and finite.lemma.lower() in ("haben", "sein"):
        clause.perfect = True
    negations = _grammar("negation")
    clause.negated = any(
        (w.lower in negations or w.tag == "PTKNEG")
        and not (w.i + 1 < len(words) and words[w.i + 1].lower in _grammar("not_only"))
        for w in own
    )
    if finite is not None:
        if finite.lower in _grammar("reported") and finite.lower not in ("sollte", "sollten"):
            clause.mood = "reported"
        elif finite.lower in _grammar("hypothetical"):
            clause.mood = "hypothetical"


def _with_particle(main: Word, clause: Clause, own: list[Word]) -> str:
    lemma = main.lemma.lower()
    if clause.introducer or not own:
        return lemma
    particle = next((w for w in reversed(own) if w.tag == "PTKVZ" and w.i > main.i), None)
    last = own[-1]
    if (
        particle is None
        and last.i > main.i
        and last.lower in _grammar("particles")
        and last.pos in ("PREP", "PRED", "ADV")
    ):
        particle = last
    if particle is None:
        return lemma
    clause.verb_words.append(particle.i)
    return particle.lower + lemma


def _subject(clause: Clause, words: list[Word], mentions: list[Mention]) -> Phrase | None:
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


def _continues(clause: Clause, before: Clause, words: list[Word]) -> bool:
    """Whether a clause without a subject goes on with the one before: "X lehnt A ab und fordert B"."""
    joined = words[clause.words[0]].tag == "KON" or clause.kind == before.kind
    return joined and clause.kind == before.kind and clause.kind != "infinitive" and clause.finite is not None

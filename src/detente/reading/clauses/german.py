"""German clauses: topological fields read off tags, commas and conjunctions.

A sentence is cut at commas and the like and at conjunctions that join two predicates; pieces without a verb go to the
clause that is still open, so that "Der Minister, ein Liberaler, lehnt das ab" is one clause again.
"""

from __future__ import annotations

from detente.reading.clauses.german_predicates import continues, find_subject, grammar, set_predicate
from detente.reading.clauses.phrases import find_phrases
from detente.reading.model import Clause, ClauseKind, Mention
from detente.reading.text.words import Sentence, Word

CUTS = set(",;:–—…!?.") | {"-"}
# What stands in parentheses is left out unless it is longer than this.
ASIDE = 6
# A main clause that was interrupted ends with at most so many words.
LATE = 6


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
        set_predicate(clause, words)
    before: Clause | None = None
    for clause in clauses:
        clause.phrases = find_phrases(words, clause.words, "de")
        clause.predicatives = [i for i in clause.words if words[i].pos == "PRED"]
        clause.subject = find_subject(clause, words, mentions)
        if clause.subject is None and before is not None and continues(clause, before, words):
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
            if words[i].tag != "KON" or words[i].lower not in grammar("joins"):
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
    parted = _parted(piece, words, clauses)
    if parted is not None:
        parted.words.extend(piece)
        return parted
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


def _parted(piece: list[int], words: list[Word], clauses: list[Clause]) -> Clause | None:
    """The main clause that ends with a piece: "lehnte die Forderung, noch zu warten, | ab"."""
    last = words[piece[-1]]
    if any(words[i].form for i in piece) or len(piece) > LATE or not clauses:
        return None
    if last.tag != "PTKVZ" and not (last.lower in grammar("particles") and last.pos in ("PREP", "ADV")):
        return None
    if last.i + 1 < len(words) and words[last.i + 1].text not in CUTS:
        return None
    for clause in reversed(clauses[:-1]):
        verbs = [words[i] for i in clause.words if words[i].form]
        if clause.kind == "main" and len(verbs) == 1 and verbs[0].pos == "VERB" and verbs[0].form == "fin":
            return None if any(words[i].tag == "PTKVZ" for i in clause.words) else clause
    return None


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
        if lower in grammar("complement"):
            return ("question" if lower == "ob" else "complement"), lower
        if lower in grammar("conditional"):
            return "conditional", lower
        if lower in ("um", "ohne", "statt", "anstatt") and _zu(piece, words):
            return "adverbial", lower
        if lower in grammar("adverbial") and (final or not finite):
            return "adverbial", lower
    if piece[0] > 0 and (clauses or words[piece[0] - 1].text == ","):
        relative = first
        if first.pos == "PREP" and k + 1 < len(piece):
            relative = words[piece[k + 1]]
        joined = words[piece[0]].tag == "KON"
        named = relative.tag in ("PRELS", "PRELAT") or (relative.lower in grammar("relative") and final and not joined)
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

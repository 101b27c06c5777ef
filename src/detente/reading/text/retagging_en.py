"""Where the English tagger takes nouns for verbs and verbs for nouns, as the other words of the sentence tell."""

from __future__ import annotations

from detente.reading.clauses.english_cuts import grammar
from detente.reading.text.words import Word

NOUNLIKE = ("NOUN", "NAME")
STOPS = set(',;:–—()“”".!?') | {"-"}
OPENERS = set("\"“‘':.;–—-([…!?")
LINKS = ("SUB", "REL", "ASK", "AND", "TO")


def retag(words: list[Word]) -> None:
    """Correct the classes of single words of a tagged sentence, in place."""
    for word in words:
        if word.lower == "according" and word.i + 1 < len(words) and words[word.i + 1].lower == "to":
            _set(word, "AV0", "ADV", "")
            _set(words[word.i + 1], "PRP", "PREP", "")
        elif word.tag == "POS" and word.i and words[word.i - 1].lower.endswith("s"):
            _set(word, "POS", "GEN", "")  # "the workers' demands"
        elif word.text == "WHO" and word.i + 1 < len(words):
            _set(word, "NP0", "NAME", "")  # the organisation, unless the whole line is in capitals
        elif word.lower == "cannot":
            _set(word, "VM0", "MODAL", "")
            following = words[word.i + 1] if word.i + 1 < len(words) else None
            if following is not None and following.tag == "NN1" and following.text.islower():
                _set(following, "VVI", "VERB", "inf")
        elif word.tag == "VVG" and not word.lower.endswith(("ing", "in'", "in’")):
            _set(word, "NP0" if word.text[0].isupper() else "NN1", "NAME" if word.text[0].isupper() else "NOUN", "")
        elif (
            word.lower in ("over", "around", "about", "nearly")
            and word.i + 1 < len(words)
            and words[word.i + 1].pos == "NUM"
        ):
            _set(word, "AV0", "ADV", "")
        elif word.lower == "think" and word.i + 1 < len(words) and words[word.i + 1].lower.startswith("tank"):
            _set(word, "NN1", "NOUN", "")
        elif word.tag == "VVG" and word.i > 1 and words[word.i - 1].lower == "by" and words[word.i - 2].tag == "VVN":
            following = words[word.i + 1] if word.i + 1 < len(words) else None
            if following is not None and following.tag in ("NN2", "NP0"):
                _set(word, "AJ0", "ADJ", "")  # "was interrupted by protesting members"
    _states_of_mind(words)
    _after_modals(words)
    _names(words)
    _demonstratives(words)
    _second_verbs(words)
    _subjunctives(words)
    if not any(w.form == "fin" or w.pos == "MODAL" for w in words):
        _missing_verb(words)


def _subjunctives(words: list[Word]) -> None:
    """ "demanded that the fighting stop", "that China be included": a bare verb behind a subject in "that"."""
    subject = False
    inside = False
    for word in words:
        if word.tag == "CJT":
            inside, subject = True, False
        elif inside and word.tag in ("VVI", "VBI", "VHI") and subject:
            _set(word, word.tag[:-1] + "B", word.pos, "fin")
            inside = False
        elif inside and word.pos in (*NOUNLIKE, "PRON"):
            subject = True
        elif word.pos not in ("DET", "ADJ", "POSS", "NUM", "GEN", "ADV", "NEG"):
            inside = False


def _states_of_mind(words: list[Word]) -> None:
    """ "is opposed to", "are committed to": such participles tell how somebody stands, not what was done to them."""
    for word in words:
        if word.tag != "VVN" or word.lower not in grammar("states"):
            continue
        before = next((w for w in reversed(words[: word.i]) if w.pos not in ("ADV", "NEG")), None)
        if before is not None and before.lemma.lower() in ("be", "remain", "feel", "seem", "stay"):
            _set(word, "AJ0", "ADJ", "")
            word.lemma = word.lower


def _after_modals(words: list[Word]) -> None:
    """ "It will ballot its members", "is opposed by doctors": a verb taken for a noun or an adjective."""
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if before.tag == "VM0" and word.tag == "NN1" and word.text.islower():
            if after.pos in ("DET", "POSS", "PRON", "NOUN", "NAME", "NUM", "TO"):
                _set(word, "VVI", "VERB", "inf")
        elif before.lemma.lower() == "be" and word.tag == "AJ0" and word.lower.endswith("ed") and after.lower == "by":
            _set(word, "VVN", "VERB", "part")
            word.lemma = _base(word.lower)


def _names(words: list[Word]) -> None:
    """A capitalised verb within a sentence is a name, but for headlines that capitalise all."""
    content = [w for w in words[1:] if w.text[0].isalpha() and len(w.text) > 3]
    if sum(w.text[0].isupper() for w in content) > len(content) / 2:
        return
    for word in words:
        if word.pos != "VERB" or not word.text[0].isupper():
            continue
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        inside = word.i > 0 and words[word.i - 1].text not in OPENERS
        if inside or (word.form == "fin" and following is not None and following.form == "fin"):
            _set(word, "NP0", "NAME", "")
            word.lemma = word.text


def _demonstratives(words: list[Word]) -> None:
    """ "This is", "many said", "called this a mistake": a determiner without a noun stands for one."""
    for word in words:
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        later = words[word.i + 2] if word.i + 2 < len(words) else None
        if (
            word.tag == "CJT"
            and following is not None
            and following.text == ","
            and later is not None
            and later.form == "fin"
        ):
            _set(word, "DT0", "PRON", "")
        if word.tag == "CJT" and following is not None and following.lower == "same":
            _set(word, "DT0", "DET", "")  # "about it that same day"
        if word.tag != "DT0" or word.lower not in grammar("standing"):
            continue
        if following is None or following.pos in (
            "VERB",
            "AUX",
            "MODAL",
            "DET",
            "PUNCT",
            "AND",
            "TO",
            "PRON",
            "ADV",
            "NEG",
            "PREP",
        ):
            if following is not None and following.form in ("part", "ger") and following.pos == "VERB":
                continue
            word.pos = "PRON"


def _second_verbs(words: list[Word]) -> None:
    """ "his campaign promises": a present verb behind a noun is one too, where the clause has its verb already."""
    finite = False
    for word in words:
        if word.text in STOPS or word.pos in LINKS:
            finite = False
            continue
        if word.form != "fin" and word.pos != "MODAL":
            if word.pos == "PRON":
                finite = False
            continue
        before = words[word.i - 1] if word.i else None
        if before is not None and before.pos == "PREP" and word.tag in ("VVB", "VVZ"):
            _set(word, "NN1", "NOUN", "")
            continue
        bare = word.i > 1 and before is not None and before.pos == "NAME" and words[word.i - 2].pos == "NOUN"
        if bare:
            continue  # "the plan Sweden wants"
        doubtful = word.tag in ("VVZ", "VVB") and before is not None
        if (
            finite
            and doubtful
            and before is not None
            and before.pos in (*NOUNLIKE, "ADJ", "GEN", "POSS", "DET", "PREP")
        ):
            _set(word, "NN2" if word.lower.endswith("s") else "NN1", "NOUN", "")
            continue
        finite = True
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if before.tag == "NP0" and word.tag == "NN2" and word.text[0].islower() and after.tag in ("AT0", "DPS"):
            _set(word, "VVZ", "VERB", "fin")  # "said Spain rejects the plan"
            word.lemma = _base_of_present(word.lower)


def _missing_verb(words: list[Word]) -> None:
    """Headlines: "Iran issues warrants", "Premier suspended talks": the verb taken for a noun or an adjective."""
    for k, word in enumerate(words[1:-1], 1):
        before, after = words[k - 1], words[k + 1]
        if before.pos not in (*NOUNLIKE, "NUM") or after.pos not in (
            *NOUNLIKE,
            "ADJ",
            "DET",
            "POSS",
            "NUM",
            "PREP",
            "TO",
            "PRON",
        ):
            continue
        if word.tag == "NN2" and word.text[0].islower() and before.tag != "NN2":
            _set(word, "VVZ", "VERB", "fin")
            word.lemma = _base_of_present(word.lower)
            return
        if word.tag == "AJ0" and word.lower.endswith("ed"):
            _set(word, "VVD", "VERB", "fin")
            word.lemma = _base(word.lower)
            return
        if word.tag == "VVN":
            return


def _base_of_present(form: str) -> str:
    """The verb of a third person: "rejects" - reject, "denies" - deny, "vetoes" - veto, "passes" - pass."""
    if form.endswith("ies"):
        return form[:-3] + "y"
    return form[:-2] if form.endswith(("sses", "shes", "ches", "xes", "oes", "zes")) else form[:-1]


def _base(past: str) -> str:
    """The verb of a regular past tense: "suspended" - suspend, "approved" - approve, "denied" - deny."""
    if past.endswith("ied"):
        return past[:-3] + "y"
    stem = past[:-2]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
        return stem[:-1]
    return (
        stem + "e" if stem.endswith(("v", "c", "s", "u", "os", "at", "id", "us")) and not stem.endswith("ss") else stem
    )


def _set(word: Word, tag: str, pos: str, form: str) -> None:
    word.tag, word.pos, word.form = tag, pos, form

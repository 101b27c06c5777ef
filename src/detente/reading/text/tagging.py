"""Tags and lemmas by HanTa (Wartena 2019), mapped to word classes that all languages share."""

from __future__ import annotations

from functools import lru_cache

from detente.reading.text.hanta import CACHED_WORDS, Tagger
from detente.reading.text.words import Word

MODELS = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}

# The taggers' own classes: STTS for German, CLAWS C5 for English.  Longest prefix wins.
CLASSES = {
    "de": {
        "NN": "NOUN", "NE": "NAME", "FM": "NAME", "XY": "NAME", "VV": "VERB", "VA": "AUX", "VM": "MODAL",
        "ADJ(A)": "ADJ",
        "ADJ(D)": "PRED", "ADV": "ADV", "PROAV": "ADV", "PAV": "ADV", "PTKA": "ADV", "ART": "DET", "PDAT": "DET",
        "PIAT": "DET", "PIDAT": "DET", "PWAT": "DET", "PPOSAT": "POSS", "PPER": "PRON", "PRF": "PRON", "PDS": "PRON",
        "PIS": "PRON", "PPOSS": "PRON", "PRELS": "REL", "PRELAT": "REL", "PWS": "ASK", "PWAV": "ASK", "APPR": "PREP",
        "APZR": "PREP", "APPO": "PREP", "KON": "AND", "KOKOM": "AND", "KOUS": "SUB", "KOUI": "SUB", "PTKVZ": "PART",
        "PTKNEG": "NEG", "PTKANT": "X", "CARD": "NUM", "PTKZU": "TO", "TRUNC": "TRUNC", "$": "PUNCT", "ITJ": "X",
    },
    "en": {
        "NN": "NOUN", "NP": "NAME", "UNC": "NAME", "ZZ": "NAME", "VV": "VERB", "VB": "AUX", "VD": "AUX", "VH": "AUX",
        "VM": "MODAL", "AJ": "ADJ", "AV": "ADV", "AVP": "PART", "AVQ": "ASK", "AT": "DET", "DT": "DET", "DTQ": "REL",
        "DPS": "POSS", "PN": "PRON", "PNQ": "REL", "PRP": "PREP", "PRF": "PREP", "CJC": "AND", "CJS": "SUB",
        "CJT": "SUB",
        "TO": "TO", "XX": "NEG", "CRD": "NUM", "ORD": "ADJ", "POS": "GEN", "PU": "PUNCT", "EX": "PRON", "ITJ": "X",
    },
}  # fmt: skip
FORMS = {
    "de": {"(FIN)": "fin", "(IMP)": "fin", "(INF)": "inf", "(IZU)": "inf", "(PP)": "part"},
    "en": {"B": "fin", "D": "fin", "Z": "fin", "I": "inf", "N": "part", "G": "ger", "0": "fin"},
}


@lru_cache(maxsize=len(MODELS))
def _tagger(language: str) -> Tagger:
    return Tagger(MODELS[language])


@lru_cache(maxsize=512)
def _class(language: str, tag: str) -> tuple[str, str]:
    classes = CLASSES[language]
    pos = next((classes[tag[:n]] for n in range(len(tag), 0, -1) if tag[:n] in classes), "X")
    form = ""
    if pos in ("VERB", "AUX", "MODAL"):
        form = next((f for end, f in FORMS[language].items() if tag.endswith(end)), "")
    return pos, form


def tag(words: list[Word], language: str) -> None:
    """Set lemma, tag, pos and form of the words of one sentence, in place."""
    if not words:
        return
    analysed = _tagger(language).tag_words([w.text.replace("’", "'") for w in words])
    for word, (lemma, tagged) in zip(words, analysed, strict=True):
        word.lemma, word.tag = lemma, tagged
        word.pos, word.form = _class(language, tagged)
        if not any(c.isalnum() for c in word.text):
            word.pos = "PUNCT"
        elif word.pos in ("PUNCT", "NUM") and not word.text[0].isdigit() and len(word.text) > 1 and word.text[1] == ".":
            word.pos = "NAME" if word.text[0].isupper() else "ADV"


@lru_cache(maxsize=CACHED_WORDS)
def word_parts(word: str, language: str) -> tuple[str, ...]:
    """The words that a compound is made of ("Atomabkommen": atom, abkommen); empty where it is none."""
    morphemes: list[tuple[str, str]] = _tagger(language).analyze(word, taglevel=3, casesensitive=True)[1]
    if any(tag.startswith(("PTKVZ", "PREF")) for _, tag in morphemes):
        return ()
    parts = tuple(text for text, tag in morphemes if tag.startswith(("NN", "NE", "ADJ", "VV", "CARD")))
    return parts if len(parts) > 1 and morphemes[-1][1].startswith(("NN", "NE", "SUF", "FUGE")) else ()


@lru_cache(maxsize=CACHED_WORDS)
def infinitive_of(participle: str) -> str:
    """The infinitive of an inflected German participle: "geforderte" - fordern; "" where it looks like none."""
    for ending in ("er", "es", "em", "en", "e"):
        if participle.endswith(ending):
            lemma: str = _tagger("de").analyze(participle[: -len(ending)].lower(), pos="VV(PP)", taglevel=1)[0]
            return lemma.lower()
    return ""

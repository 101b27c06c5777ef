"""The rules that make statements of clauses, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from detente.reading.attribution import Attribution
from detente.reading.cues import NounCue, Stance, judgement, match_frame, noun_cues, pronominal, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Phrase
from detente.reading.speakers import actors_in, holders
from detente.reading.topics import Topic, clause_topic, object_topics, phrase_topic, pointing
from detente.reading.words import Word


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before what it points to is resolved."""

    actors: tuple[Actor, ...]
    stance: Stance
    topic: Topic
    cue: str
    rule: str
    confidence: float
    addressee: str | None = None

    def about(self, topic: Topic, stance: Stance) -> Draft:
        """The same statement about something else."""
        return replace(self, topic=topic, stance=stance)


Rule = Callable[[Analysis, Clause, Attribution], Iterator[Draft]]


def apply_rules(analysis: Analysis, clause: Clause, said: Attribution) -> list[Draft]:
    """The drafts of the first rules that fit a clause; noun rules add to the others."""
    if clause.kind in ("conditional", "question"):
        return []
    if clause.kind == "infinitive" and clause.parent is not None and clause.parent.lemma in lexicon(analysis.language, "stance")["control"]:
        return []
    drafts: list[Draft] = []
    for rule in (by_feeling, by_noun_of_subject, by_verb, by_judging, by_will, by_saying):
        drafts = list(rule(analysis, clause, said))
        if drafts:
            break
    return drafts + list(by_noun_of_holder(analysis, clause, said))


def by_verb(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X lehnt Y ab", "Y wird von X gefordert", "X said it would reject Y"."""
    words = analysis.sentences[clause.sentence].words
    frame = match_frame(clause, words, analysis.language)
    if frame is None or _unreal(clause, analysis) or _purpose(clause):
        return
    if frame.reverse:
        actors = _at(analysis, clause)
        topics = [phrase_topic(analysis, clause.sentence, clause.subject, clause)] if clause.subject else []
    else:
        actors = _holders(analysis, clause, said)
        thing = frame.lemma in lexicon(analysis.language, "stance")["noun_only"]
        topics = object_topics(analysis, clause, [] if thing else _children(analysis, clause), frame, actors)
    if not topics and frame.lemma in lexicon(analysis.language, "stance")["bare"]:
        topics = [Topic(clause.lemma, points=True)]  # "Moskau lehnt ab"
    stance: Stance | None = frame.stance
    if clause.negated and "nicht" not in frame.fixed:
        firm = frame.lemma in lexicon(analysis.language, "stance")["firm"]
        stance = "support" if firm and frame.stance == "oppose" else negate(frame.stance)
    rule = f"verb-{frame.stance}"
    carried = frame.lemma in lexicon(analysis.language, "stance")["carried"]
    if clause.passive and not actors and carried and said.last:
        # "Kritisiert wird auch, dass ...": who was reported goes on being reported
        actors, rule = said.last, f"passive-{frame.stance}"
    if stance is None:
        return
    for topic in topics:
        if actors and topic.text:
            # "fordert, dass nicht ..." stands against what must not be
            turned = topic.negated and frame.stance == "support" and not clause.negated
            yield Draft(
                tuple(actors), "oppose" if turned else stance, topic, frame.name, rule, 0.7, _addressee(analysis, clause, actors)
            )


def by_judging(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X nannte Y inakzeptabel", "X hält Y für falsch"."""
    if clause.lemma not in word_set(analysis.language, "judging", "verbs") or _unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    actors = _holders(analysis, clause, said)
    if not actors:
        return
    verdict, at = _verdict(analysis, clause, words)
    if verdict is None:
        return
    topics = pointing(analysis, clause)  # "sieht darin eine Eskalation"
    if not topics:
        objects = object_topics(analysis, clause, _children(analysis, clause), actors=actors)
        topics = [t for t in objects if words[at].text not in t.text.split()[:3]]
    for topic in topics:
        yield Draft(tuple(actors), verdict, topic, f"{clause.lemma} {words[at].text}", "judging", 0.65)


def by_feeling(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X zeigte sich enttäuscht über Y", "X reagierte mit Kritik auf Y", "X sprach von einem Fehler"."""
    feelings = lexicon(analysis.language, "stance")["feelings"]
    words = analysis.sentences[clause.sentence].words
    if clause.lemma in feelings["verbs"]:
        actors = _holders(analysis, clause, said)
        for stance in ("support", "oppose", "open"):
            word = next((words[i] for i in clause.words if words[i].lemma.lower() in feelings[stance] or words[i].lower in feelings[stance]), None)
            if word is None or not actors:
                continue
            topics = [phrase_topic(analysis, clause.sentence, p, clause) for p in clause.phrases if p.prep in feelings["about"]]
            topics = topics or [clause_topic(analysis, c) for c in _children(analysis, clause) if c.kind in ("infinitive", "complement")]
            held = negate(stance) if clause.negated else stance  # type: ignore[arg-type]
            if held is not None:
                yield Draft(tuple(actors), held, topics[0] if topics else Topic(word.text, points=True), word.text, "feeling", 0.65)
            return
    if clause.lemma in feelings["speaking"]:
        for phrase in clause.phrases:
            if phrase.prep not in feelings["of"]:
                continue
            verdicts = [judgement(words[i], analysis.language) for i in range(phrase.first, phrase.last)]
            verdict = next((v for v in verdicts if v), None)
            actors = _holders(analysis, clause, said)
            if verdict and actors:
                topic = phrase_topic(analysis, clause.sentence, phrase, clause)
                yield Draft(tuple(actors), verdict, topic, f"{clause.lemma} {words[phrase.head].text}", "spoken-of", 0.6)
                return


def by_will(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X will Y tun", "X wants Y"."""
    want = word_set(analysis.language, "modals", "want")
    undecided = clause.negated and clause.lemma in word_set(analysis.language, "undecided", "verbs")
    if not undecided and (clause.modal not in want or clause.kind not in ("main", "relative", "complement", "adverbial")):
        return
    actors = _holders(analysis, clause, said)
    if not actors or clause.passive or clause.verb is None:
        return
    if undecided:
        topics = object_topics(analysis, clause, _children(analysis, clause)) or [clause_topic(analysis, clause)]
        yield Draft(tuple(actors), "open", topics[0], f"not {clause.lemma}", "undecided", 0.6)
        return
    skip = set(range(clause.subject.first, clause.subject.last)) if clause.subject else set()
    for mention in analysis.mentions_in(clause.sentence):
        if mention.actor in actors:
            skip |= set(range(mention.outer_first, mention.outer_last))
    topic = clause_topic(analysis, clause, skip)
    if len(topic.text.split()) > 1:
        yield Draft(tuple(actors), "oppose" if clause.negated else "support", topic, clause.modal or "", "want", 0.6)


def by_saying(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """What somebody says ought to be, must not be, is right or wrong, or will be done."""
    actors, how = said.of(clause)
    if not actors and clause.lemma in lexicon(analysis.language, "stance")["copula"]:
        actors, how = _at(analysis, clause), "for"  # "Für die Union ist das nicht denkbar"
    if not actors or clause.finite is None or clause.kind == "relative":
        return
    language = analysis.language
    words = analysis.sentences[clause.sentence].words
    if clause.modal in word_set(language, "modals", "must"):
        yield Draft(tuple(actors), "oppose" if clause.negated else "support", clause_topic(analysis, clause), clause.modal, f"ought-{how}", 0.6)
        return
    if clause.lemma in word_set(language, "modals", "needs"):
        for topic in object_topics(analysis, clause, _children(analysis, clause))[:1]:
            yield Draft(tuple(actors), "oppose" if clause.negated else "support", topic, clause.lemma, f"ought-{how}", 0.6)
        return
    if _future(analysis, clause, words, how, actors):
        stance: Stance = "oppose" if clause.negated else "support"
        yield Draft(tuple(actors), stance, clause_topic(analysis, clause), clause.lemma, f"future-{how}", 0.55)
        return
    if clause.modal in word_set(language, "modals", "may") and clause.negated:
        yield Draft(tuple(actors), "oppose", clause_topic(analysis, clause), f"not {clause.modal}", f"ought-{how}", 0.55)
        return
    if clause.lemma in lexicon(language, "stance")["copula"] and (how != "carried" or clause.mood == "reported"):
        verdict, at = _verdict(analysis, clause, words)
        if verdict is not None and clause.subject is not None:
            topic = phrase_topic(analysis, clause.sentence, clause.subject, clause)
            if words[clause.subject.head].pos == "PRON":
                below = [clause_topic(analysis, c) for c in _children(analysis, clause) if c.kind in ("infinitive", "complement")]
                topic = below[0] if below else Topic(topic.text, points=True)
            yield Draft(tuple(actors), verdict, topic, words[at].text, f"judged-{how}", 0.55)


def by_noun_of_subject(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X übt Kritik an Y", "X signalisierte Bereitschaft zu Y"."""
    if clause.lemma not in word_set(analysis.language, "nouns", "light") or _unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        if phrase is clause.subject and not clause.passive:
            continue
        cue = _noun_cue(analysis, words, phrase, clause)
        if cue is None or phrase.prep not in (None, "mit", "zu", "with"):
            continue
        actors = _holders(analysis, clause, said)
        stance = negate(cue.stance) if clause.negated else cue.stance
        if not actors or stance is None:
            continue
        for topic in _after_noun(analysis, clause, phrase, cue):
            yield Draft(tuple(actors), stance, topic, words[phrase.head].text, f"noun-{cue.stance}", 0.65)
        return


def by_noun_of_holder(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Trumps Forderung nach Y", "die Kritik der Opposition an Y"."""
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        cue = _noun_cue(analysis, words, phrase, clause)
        if cue is None or cue.prep is None or cue.lemma in word_set(analysis.language, "nouns", "impersonal"):
            continue
        head = phrase.head
        holder = next(
            (
                m
                for m in analysis.mentions_in(clause.sentence)
                if (m.genitive or words[m.outer_first - 1].lower in ("von", "seitens", "of", "by"))
                and (m.outer_last == head or m.outer_first in (head + 1, head + 2) or (m.last <= head and head - m.last <= 2 and m.genitive))
            ),
            None,
        )
        if holder is None:
            continue
        for topic in _after_noun(analysis, clause, phrase, cue):
            yield Draft((holder.actor,), cue.stance, topic, words[head].text, f"nounof-{cue.stance}", 0.6)


def _future(analysis: Analysis, clause: Clause, words: list[Word], how: str, speakers: list[Actor]) -> bool:
    """ "Er werde das Parlament auflösen", "we will not sign": what who speaks announces to do."""
    finite, subject = clause.finite, clause.subject
    if finite is None or subject is None or clause.passive or clause.verb is finite:
        return False
    named = actors_in(analysis, clause.sentence, subject)
    own = bool(named) and any(named[0] is a or named[0].key == a.of for a in speakers)
    first = own or words[subject.head].lower in word_set(analysis.language, "modals", "first")
    third = words[subject.head].lower in word_set(analysis.language, "modals", "self") and how != "quote"
    if not first and not third:
        return False
    return finite.lower in lexicon(analysis.language, "stance")["modals"]["future"]


def negate(stance: Stance) -> Stance | None:
    """The stance of a negated cue: not demanding is no support, not ruling out is open."""
    return {"support": "oppose", "oppose": "open", "open": None}[stance]  # type: ignore[return-value]


def _holders(analysis: Analysis, clause: Clause, said: Attribution) -> list[Actor]:
    actors = holders(analysis, clause)
    if actors:
        return actors
    words = analysis.sentences[clause.sentence].words
    subject = clause.subject
    speakers, _ = said.of(clause)
    if speakers and subject is not None and words[subject.head].lower in word_set(analysis.language, "modals", "self"):
        return speakers
    return []


def _at(analysis: Analysis, clause: Clause) -> list[Actor]:
    preps = lexicon(analysis.language, "stance")["reversed"]["holder"]
    for phrase in clause.phrases:
        if phrase.prep in preps:
            found = actors_in(analysis, clause.sentence, phrase)
            if found:
                return found
    return []


def _purpose(clause: Clause) -> bool:
    """ "um ... zu", "ohne ... zu": what something is done for is no stance of its own."""
    return clause.kind == "adverbial" and clause.introducer in ("um", "ohne", "statt", "anstatt")


def _unreal(clause: Clause, analysis: Analysis) -> bool:
    """Whether a clause only says what could be: "könnte ablehnen", "may reject"."""
    if clause.modal not in lexicon(analysis.language, "stance")["unreal"] or clause.mood == "reported":
        return False
    # "konnten sich einigen" tells what was done
    return not (clause.finite is not None and clause.finite.lower in ("konnte", "konnten"))


def _children(analysis: Analysis, clause: Clause) -> list[Clause]:
    below = [c for c in analysis.clauses[clause.sentence] if c.parent is clause and c.first > clause.first]
    following = [c for c in analysis.clauses[clause.sentence] if c.kind == "main" and c.mood == "reported" and c.first >= clause.last]
    return below + [replace(c, kind="complement") for c in following[:1] if not below]


def _verdict(analysis: Analysis, clause: Clause, words: list[Word]) -> tuple[Stance | None, int]:
    subject = set(range(clause.subject.first, clause.subject.last)) if clause.subject else set()
    for i in reversed(clause.words):
        word = words[i]
        if i in subject or word.pos not in ("PRED", "NOUN", "ADJ", "ADV", "VERB") or word is clause.finite:
            continue
        if word.pos == "ADJ" and analysis.language == "de":
            continue
        verdict = judgement(word, analysis.language)
        if verdict is not None:
            negated = clause.negated
            return (("oppose" if verdict == "support" else "support") if negated else verdict), i
    return None, 0


def _noun_cue(analysis: Analysis, words: list[Word], phrase: Phrase, clause: Clause) -> NounCue | None:
    known = noun_cues(analysis.language)
    lemma = words[phrase.head].lemma.lower()
    cues = known.get(lemma, ())
    if not cues and analysis.language == "de" and len(lemma) > 9:
        cues = next((known[lemma[n:]] for n in range(3, len(lemma) - 5) if lemma[n:] in known), ())
    following = words[phrase.head + 1 : phrase.head + 8]
    after = {w.lemma.lower() for w in following if w.pos in ("PREP", "ADV")} | {w.lower for w in following[:1]}
    for cue in cues:
        if cue.prep is None or {cue.prep, *pronominal(cue.prep, analysis.language)} & after:
            return cue
    return None


def _after_noun(analysis: Analysis, clause: Clause, phrase: Phrase, cue: NounCue) -> list[Topic]:
    wanted = [p for p in clause.phrases if p.first > phrase.head and p.prep is not None and (cue.prep is None or p.prep == cue.prep)]
    if wanted and (cue.prep or wanted[0].first <= phrase.last + 1):
        topics = [phrase_topic(analysis, clause.sentence, wanted[0], clause)]
        if len(wanted) > 1 and wanted[1].prep == wanted[0].prep:
            topics.append(phrase_topic(analysis, clause.sentence, wanted[1], clause))
        return topics
    below = [clause_topic(analysis, c) for c in _children(analysis, clause) if c.kind in ("infinitive", "complement")]
    if below:
        return below[:1]
    words = analysis.sentences[clause.sentence].words
    rest = [words[i] for i in range(phrase.head + 1, phrase.last)]
    if rest:
        return [Topic(analysis.report.text[rest[0].start : rest[-1].end])]
    if cue.prep and len(words) > phrase.last and words[phrase.last].lower in pronominal(cue.prep, analysis.language):
        return [Topic(words[phrase.last].text, points=True)]  # "seine Bereitschaft dazu"
    return [] if cue.prep else [phrase_topic(analysis, clause.sentence, phrase, clause)]


def _addressee(analysis: Analysis, clause: Clause, actors: list[Actor]) -> str | None:
    """The party that is asked, warned or offered something: the clause's object, or behind "an", "gegenüber", "to"."""
    preps = lexicon(analysis.language, "stance")["addressing"]
    for phrase in clause.phrases:
        if clause.passive and phrase.prep in ("von", "by"):
            continue
        if phrase is clause.subject or phrase.first in clause.verb_words or (phrase.prep and phrase.prep not in preps):
            continue
        for actor in actors_in(analysis, clause.sentence, phrase):
            if actor not in actors:
                return actor.key
    return None

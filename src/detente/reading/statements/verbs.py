"""Statements that a verb makes: demanding, rejecting, judging, feeling, wanting."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.cues import Frame, Stance, frames, judgement, match_frame, word_set
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import (
    INVERSE,
    Draft,
    addressee,
    children,
    held_by,
    is_purpose,
    is_unreal,
    named_at,
    negate,
    partners,
    verdict_of,
)
from detente.reading.statements.reactions import beside
from detente.reading.statements.speakers import holders
from detente.reading.statements.topics import Topic, clause_topic, felt_about, object_topics, phrase_topic, pointing

# A list of more holders than these takes one stance on all that the verb has for objects, not each of them on each.
MANY = 3


def by_verb(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X lehnt Y ab", "Y wird von X gefordert", "X said it would reject Y"."""
    words = analysis.sentences[clause.sentence].words
    frame = match_frame(clause, words, analysis.language)
    if frame is None or is_unreal(clause, analysis) or is_purpose(clause) or _other_sense(analysis, clause, frame):
        return
    silent = _keeps_silent(analysis, clause) if frame.stance == "oppose" else None
    if silent is not None:
        about = lexicon(analysis.language, "stance")["undecided"]["about"]
        asked = object_topics(analysis, silent, children(analysis, silent))
        asked += [phrase_topic(analysis, clause.sentence, p, silent) for p in silent.phrases if p.prep in about]
        asked.append(Topic(silent.lemma, points=True))
        actors = held_by(analysis, clause, said)
        if actors and not clause.negated:
            yield Draft(tuple(actors), "open", asked[0], f"{clause.lemma} to {silent.lemma}", "undecided")
        return
    if frame.reverse:
        actors = named_at(analysis, clause)
        topics = [phrase_topic(analysis, clause.sentence, clause.subject, clause)] if clause.subject else []
    else:
        actors = held_by(analysis, clause, said)
        if actors and frame.lemma in lexicon(analysis.language, "stance")["mutual"]:
            actors = [*actors, *partners(analysis, clause, actors)]
        thing = frame.lemma in lexicon(analysis.language, "stance")["noun_only"]
        below = [] if thing else children(analysis, clause)
        if frame.lemma in lexicon(analysis.language, "stance")["claims"]:
            below = [c for c in below if c.kind != "complement" or _willed(analysis, c)]
        if frame.lemma in lexicon(analysis.language, "stance")["denying"]:
            # who denies that the plan was turned down does not say what they think of the plan
            below = [c for c in below if match_frame(c, words, analysis.language) is None]
        topics = object_topics(analysis, clause, below, frame, actors)
    if not topics and frame.fixed:
        topics = beside(analysis, clause, frame)
    if not topics and frame.lemma in lexicon(analysis.language, "stance")["bare"]:
        topics = [Topic(clause.lemma, points=True)]  # "Moskau lehnt ab"
    stance: Stance | None = frame.stance
    denied = not {"not", "nicht", "nichts"}.isdisjoint(frame.fixed)
    if clause.negated and not denied:
        firm = frame.lemma in lexicon(analysis.language, "stance")["firm"]
        stance = "support" if firm and frame.stance == "oppose" else negate(frame.stance)
    rule = f"verb-{frame.stance}"
    carried = frame.lemma in lexicon(analysis.language, "stance")["carried"]
    if clause.passive and not actors and carried and said.last:
        # "Kritisiert wird auch, dass ...": who was reported goes on being reported
        actors, rule = said.last, f"passive-{frame.stance}"
    if stance is None or (clause.negated and any(words[i].lower == "yet" for i in clause.words)):
        return
    if len(actors) > MANY and len(topics) > 1:
        topics = [Topic(" / ".join(t.text for t in topics), topics[0].points, topics[0].negated)]
    for topic in topics:
        if actors and topic.text:
            # "fordert, dass nicht ..." stands against what must not be, "bedauert, dass nicht ..." for what ought to be
            turned = topic.negated and frame.stance != "open" and not clause.negated and not denied
            yield Draft(
                tuple(actors),
                INVERSE[frame.stance] if turned else stance,
                topic,
                frame.name,
                rule,
                addressee(analysis, clause, actors),
            )
    contrary = _contrary(analysis, clause, frame)
    if actors and contrary is not None and not clause.negated:
        for topic in object_topics(analysis, clause, [], contrary, actors):
            yield Draft(tuple(actors), contrary.stance, topic, contrary.name, f"verb-{contrary.stance}")


def _contrary(analysis: Analysis, clause: Clause, frame: Frame) -> Frame | None:
    """ "demonstrierten gegen X und für Y": the same verb with the other preposition too."""
    other = lexicon(analysis.language, "stance")["contraries"].get(frame.prep or "")
    if other is None or not any(p.prep == other for p in clause.phrases):
        return None
    alike = (f for f in frames(analysis.language)[frame.lemma] if f.prep == other and f.fixed == frame.fixed)
    return next(alike, None)


def _keeps_silent(analysis: Analysis, clause: Clause) -> Clause | None:
    """ "declined to comment on Y", "weigerte sich, Y zu bestätigen": what is not said leaves the stance open."""
    verbs = word_set(analysis.language, "undecided", "verbs") | word_set(analysis.language, "undecided", "telling")
    return next((c for c in children(analysis, clause) if c.kind == "infinitive" and c.lemma in verbs), None)


def by_measure(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "The state bans X", "X was banned by the state": who takes a measure stands for it."""
    measures: dict[str, str] = lexicon(analysis.language, "stance")["measures"]
    noun = measures.get(clause.lemma)
    if noun is None or clause.finite is None or is_unreal(clause, analysis):
        return
    idle = lexicon(analysis.language, "stance")["idle_objects"].get(clause.lemma, ())
    words = analysis.sentences[clause.sentence].words
    if any(words[p.head].lemma.lower() in idle for p in clause.phrases if p.prep is None):
        return
    actors = held_by(analysis, clause, said)
    for topic in object_topics(analysis, clause, [], actors=actors)[:1] if actors else []:
        if topic.text and not topic.points:
            named = Topic(f"{noun} {topic.text}")
            yield Draft(tuple(actors), "oppose" if clause.negated else "support", named, clause.lemma, "measure")


def _willed(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause says what ought to be or will be, not what is."""
    modals = lexicon(analysis.language, "stance")["modals"]
    return clause.modal in (*modals["must"], *modals["future"]) or _subjunctive(analysis, clause)


def _subjunctive(analysis: Analysis, clause: Clause) -> bool:
    """ "insists that the budget include it": the bare form with a singular subject."""
    if clause.finite is None or clause.subject is None:
        return False
    singular = analysis.sentences[clause.sentence].words[clause.subject.head].tag in ("NN1", "NP0")
    bare = clause.finite.form == "inf" or clause.finite.lower == "be"
    return bare or (clause.finite.tag == "VVB" and singular)


def _other_sense(analysis: Analysis, clause: Clause, frame: Frame) -> bool:
    """Whether a verb takes no stance here: "allows them to", "considers it a success", "joined the talks"."""
    data = lexicon(analysis.language, "stance")
    words = analysis.sentences[clause.sentence].words
    if frame.lemma in data["only_negated"] and not clause.negated:
        return True
    objects = [p for p in clause.phrases if p.prep is None and clause.verb is not None and p.first > clause.verb.i]
    if clause.passive and clause.subject is not None:
        objects = [clause.subject]
    if frame.lemma in data["with_two"]:
        second = len(objects) > 1 or any(p.prep in ("as", "to") for p in clause.phrases)
        adjective = bool(objects) and objects[0].last < len(words) and words[objects[0].last].pos == "ADJ"
        to_be = bool(objects) and any(c.kind in ("infinitive", "adverbial") for c in children(analysis, clause))
        return second or adjective or to_be
    only = data["only_objects"].get(frame.lemma)
    if only is not None and frame.prep is None and objects and words[objects[0].head].lemma.lower() not in only:
        return True
    idle = data["idle_objects"].get(frame.lemma, ())
    return bool(objects) and words[objects[0].head].lemma.lower() in idle


def by_judging(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X nannte Y inakzeptabel", "X hält Y für falsch"."""
    if clause.lemma not in word_set(analysis.language, "judging", "verbs") or is_unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    actors = held_by(analysis, clause, said)
    if not actors:
        return
    verdict, at = verdict_of(analysis, clause, words)
    if verdict is None:
        at = _scare_quoted(analysis, clause)
        verdict = "oppose" if at else None
    if verdict is None:
        return
    topics = pointing(analysis, clause)  # "sieht darin eine Eskalation"
    if not topics and analysis.language == "en":
        topics = _judged(analysis, clause, at)
    if not topics:
        objects = object_topics(analysis, clause, children(analysis, clause), actors=actors)
        topics = [t for t in objects if words[at].text not in t.text.split()[:3]]
    for topic in topics:
        yield Draft(tuple(actors), verdict, topic, f"{clause.lemma} {words[at].text}", "judging")


def _scare_quoted(analysis: Analysis, clause: Clause) -> int:
    """Where a quoted name stands: "called the move a 'land grab'", mostly no praise; 0 where none does."""
    sentence = analysis.sentences[clause.sentence]
    if clause.lemma not in lexicon(analysis.language, "stance")["naming"] or clause.passive or clause.verb is None:
        return 0
    behind = [i for i in clause.words if i > clause.verb.i]
    return next((i for i in behind[1:] if sentence.quoted[i] and not sentence.quoted[clause.verb.i]), 0)


def _judged(analysis: Analysis, clause: Clause, at: int) -> list[Topic]:
    """What an English verb of judging has for its first object: "called the plan (it) a sham"."""
    words = analysis.sentences[clause.sentence].words
    if clause.verb is None:
        return []
    for phrase in clause.phrases:
        if phrase.prep is None and clause.verb.i < phrase.first and phrase.last <= at:
            if words[phrase.head].pos == "PRON":
                below = children(analysis, clause) if words[phrase.head].lower == "it" else []
                said = [clause_topic(analysis, c) for c in below if c.kind in ("complement", "infinitive")]
                return said[:1] or [Topic(words[phrase.head].text, points=True)]  # "called it wrong to wait"
            until = [p for p in clause.phrases if p.last <= at]
            return [phrase_topic(analysis, clause.sentence, phrase, clause, until)]
    return []


def by_feeling(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X zeigte sich enttäuscht über Y", "X reagierte mit Kritik auf Y", "X sprach von einem Fehler"."""
    feelings = lexicon(analysis.language, "stance")["feelings"]
    words = analysis.sentences[clause.sentence].words
    if clause.lemma in feelings["verbs"]:
        actors = held_by(analysis, clause, said)
        stances: tuple[Stance, ...] = ("support", "oppose", "open")
        for stance in stances:
            word = next(
                (
                    words[i]
                    for i in clause.words
                    if words[i].lemma.lower() in feelings[stance] or words[i].lower in feelings[stance]
                ),
                None,
            )
            if word is None or not actors:
                continue
            topics = [
                phrase_topic(analysis, clause.sentence, p, clause)
                for p in clause.phrases
                if p.prep in feelings["about"]
            ]
            topics = topics or felt_about(analysis, clause, word)
            topics = topics or [
                clause_topic(analysis, c) for c in children(analysis, clause) if c.kind in ("infinitive", "complement")
            ]
            held = negate(stance) if clause.negated else stance
            if held is not None:
                yield Draft(
                    tuple(actors), held, topics[0] if topics else Topic(word.text, points=True), word.text, "feeling"
                )
            return
    if clause.lemma in feelings["speaking"]:
        for phrase in clause.phrases:
            if phrase.prep not in feelings["of"]:
                continue
            verdicts = [judgement(words[i], analysis.language) for i in range(phrase.first, phrase.last)]
            verdict = next((v for v in verdicts if v), None)
            actors = held_by(analysis, clause, said)
            if verdict and actors:
                topic = phrase_topic(analysis, clause.sentence, phrase, clause)
                yield Draft(tuple(actors), verdict, topic, f"{clause.lemma} {words[phrase.head].text}", "spoken-of")
                return


def by_will(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X will Y tun", "X wants Y"."""
    want = word_set(analysis.language, "modals", "want")
    undecided = clause.negated and clause.lemma in word_set(analysis.language, "undecided", "verbs")
    if not undecided and (
        clause.modal not in want or clause.kind not in ("main", "relative", "complement", "adverbial", "infinitive")
    ):
        return
    actors = held_by(analysis, clause, said)
    if not actors or clause.passive or clause.verb is None:
        return
    if undecided:
        about = lexicon(analysis.language, "stance")["undecided"]["about"]
        topics = object_topics(analysis, clause, children(analysis, clause))
        topics += [phrase_topic(analysis, clause.sentence, p, clause) for p in clause.phrases if p.prep in about]
        topics.append(Topic(clause.lemma, points=True))
        yield Draft(tuple(actors), "open", topics[0], f"not {clause.lemma}", "undecided")
        return
    skip = set(range(clause.subject.first, clause.subject.last)) if clause.subject else set()
    for mention in analysis.mentions_in(clause.sentence):
        if mention.actor in actors:
            skip |= set(range(mention.outer_first, mention.outer_last))
    topic = clause_topic(analysis, clause, skip)
    if clause.lemma in lexicon(analysis.language, "stance")["undecided"].get("waiting", ()):
        yield Draft(tuple(actors), "open", topic, clause.lemma, "undecided")
    elif len(topic.text.split()) > 1 or clause.negated:
        yield Draft(tuple(actors), "oppose" if clause.negated else "support", topic, clause.modal or "", "want")


def by_echo(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Dies bestätigte X", "Ähnlich äußerte sich Y": the stance that was told last, taken by another."""
    data = lexicon(analysis.language, "stance")
    if clause.lemma not in data.get("echoing", ()) or clause.kind != "main" or clause.negated or clause.finite is None:
        return
    sentence = analysis.sentences[clause.sentence]
    words = sentence.words
    before = [words[i].lower for i in clause.words if i < clause.finite.i]
    if not before or before[0] not in data["echoes"] or len(before) > 2:
        return
    if children(analysis, clause) or any(sentence.quoted) or any(w.text == ":" for w in words):
        return
    own = [p for p in clause.phrases if p is not clause.subject and p.prep is None and words[p.head].pos == "NOUN"]
    actors = [] if clause.passive or own else holders(analysis, clause)
    if actors:
        yield Draft(tuple(actors), "support", Topic(before[0], points=True), clause.lemma, "echo")

"""Statements in English, a few sentences of the project's own for each family of rules."""

from __future__ import annotations

import pytest
from stating import Stances, holds, stances

from detente.contract import Report
from detente.reading import read


def statements(text: str) -> Stances:
    return stances(text, "en")


FOUND = [
    # a verb with its object, its preposition or particle, its infinitive, its gerund, its clause
    ("Norway rejects the fishing quotas.", "Norway", "oppose", "fishing quotas"),
    ("Norway called for higher catches.", "Norway", "support", "higher catches"),
    ("Norway agreed to open its ports.", "Norway", "support", "open its ports"),
    ("Finland turned down the offer.", "Finland", "oppose", "offer"),
    ("Finland has ruled out raising the tariff.", "Finland", "oppose", "raising the tariff"),
    ("Finland voted by 120 to 80 in favour of the tunnel.", "Finland", "support", "tunnel"),
    ("Finland voted 120 to 80 to close the border.", "Finland", "support", "close the border"),
    ("Portugal accused Spain of blocking the deal.", "Portugal", "oppose", "blocking the deal"),
    ("Portugal insists that the dam be closed.", "Portugal", "support", "the dam be closed"),
    ("Portugal announced the locks would be opened.", "Portugal", "support", "locks"),
    ("Portugal is opposed to the new dam.", "Portugal", "oppose", "new dam"),
    ("Portugal is committed to keeping the river clean.", "Portugal", "support", "keeping the river clean"),
    ("Portugal is against the treaty.", "Portugal", "oppose", "treaty"),
    # what tells a thing apart belongs to it
    ("Portugal signed a decree banning nets near the coast.", "Portugal", "support", "nets near the coast"),
    ("Portugal proposed a law that would close the harbour.", "Portugal", "support", "close the harbour"),
    ("Portugal said it was not willing to risk losing the harbour.", "Portugal", "oppose", "losing the harbour"),
    # who is asked is no topic
    ("Portugal urged Spain to open the locks.", "Portugal", "support", "open the locks"),
    ("Portugal called on Spain to open the locks.", "Portugal", "support", "open the locks"),
    # passive with an agent, joined predicates, headlines
    ("The draft was rejected by Portugal.", "Portugal", "oppose", "draft"),
    ("The draft is backed by Portugal but opposed by Spain.", "Spain", "oppose", "draft"),
    ("Denmark welcomed the tunnel and rejected the toll.", "Denmark", "oppose", "toll"),
    ("Denmark rejects toll on new bridge", "Denmark", "oppose", "toll"),
    # what is not so: denials above, below and beside what it says
    (
        "Ireland's minister Ada Brook said she did not think the border should be closed.",
        "Ada Brook",
        "oppose",
        "border",
    ),
    (
        "Ireland's minister Ada Brook said the vote did not mean that the port must close.",
        "Ada Brook",
        "oppose",
        "port",
    ),
    ("Ireland's minister Ada Brook was not convinced that the port should be closed.", "Ada Brook", "oppose", "port"),
    ("Ireland urged Spain not to raise the tariff.", "Ireland", "oppose", "raise the tariff"),
    ("Ireland regrets that Spain did not sign the treaty.", "Ireland", "support", "sign the treaty"),
    ("Ireland withdrew its support for the quota.", "Ireland", "oppose", "quota"),
    ("Ireland dropped its opposition to the quota.", "Ireland", "open", "quota"),
    # negation
    ("Ireland did not accept the border rules.", "Ireland", "oppose", "border rules"),
    ("Ireland did not rule out new checks.", "Ireland", "open", "new checks"),
    ("Ireland will not allow any dumping at sea.", "Ireland", "oppose", "dumping"),
    # subjects: coordinated, with an apposition, of a relative clause, of a participle
    ("Both Norway and Sweden said they would oppose the plan.", "Sweden", "oppose", "plan"),
    ("Chancellor Olaf Scholz, a former mayor, rejected the levy.", "Olaf Scholz", "oppose", "levy"),
    (
        "The levy was backed by Senators Ann Holt of Ohio, Ben Crane of Utah and Eve Dean of Iowa.",
        "Eve Dean",
        "support",
        "levy",
    ),
    ("For several weeks Norway rejected the quota.", "Norway", "oppose", "quota"),
    ("The WHO rejected the fee.", "World Health Organization", "oppose", "fee"),
    ("They met in Bergen, where on Sunday Norway rejected the quota.", "Norway", "oppose", "quota"),
    ("The Teamsters' demands include shorter shifts.", "Teamsters", "support", "shorter shifts"),
    ("Mayor Ann Holt's legal team appealed the ruling.", "Ann Holt", "oppose", "ruling"),
    ("Denmark, which opposes the toll, wants the tunnel.", "Denmark", "oppose", "toll"),
    ("The plan passed with Sweden supporting it and Denmark opposing the toll.", "Denmark", "oppose", "toll"),
    ("Denmark sent a letter requesting lower fees.", "Denmark", "support", "lower fees"),
    # what somebody says that a thing does; whom a relative clause tells of is asked for something
    ('Norway said: "The quota ignores the coastal towns."', "Norway", "oppose", "quota"),
    ("Norway asked the mayor of Bergen, who had won the vote, to close the harbour.", "Norway", "support", "harbour"),
    # measures
    ("Denmark bans plastic bags.", "Denmark", "support", "ban on plastic bags"),
    ("Denmark imposed tariffs on steel.", "Denmark", "support", "tariffs on steel"),
    # agreements are held by every side
    ("Peru reached an agreement with Chile on fishing.", "Chile", "support", "agreement"),
    ("An agreement was signed between Peru and Chile.", "Peru", "support", "agreement"),
    # nouns
    ("Canada expressed concern over the steel duties.", "Canada", "oppose", "steel duties"),
    ("Canada's call for open markets went unheard.", "Canada", "support", "open markets"),
    ("Canada's refusal to reopen the treaty angered many.", "Canada", "oppose", "reopen the treaty"),
    ("Canada announced plans to leave the treaty.", "Canada", "support", "leave the treaty"),
    # judging
    ("Japan called the deadline unrealistic.", "Japan", "oppose", "deadline"),
    ("Japan described the deadline as a mistake.", "Japan", "oppose", "deadline"),
    ('Japan called the new timetable a "race to the cliff".', "Japan", "oppose", "timetable"),
    ("Japan said the deadline was reasonable.", "Japan", "support", "deadline"),
    ("Japan welcomed the move as a step forward.", "Japan", "support", "move"),
    # speech: duties, the speaker's own deeds, what the speaker may do
    ("Japan said Russia should leave the islands.", "Japan", "support", "leave the islands"),
    ("Japan said it would not sign the treaty.", "Japan", "oppose", "treaty"),
    ("Japan said it may leave the treaty.", "Japan", "open", "leave the treaty"),
    ("Japan said it is to close the port.", "Japan", "support", "close the port"),
    ("It was time for Russia to lift the embargo, Japan said.", "Japan", "support", "lift the embargo"),
    ("According to Japan, the deadline is unacceptable.", "Japan", "oppose", "deadline"),
    # quotations: before and after the speaker, several sentences, imperatives, gerunds judged
    ('"We need a lower tariff," said Angela Merkel.', "Angela Merkel", "support", "lower tariff"),
    ('Angela Merkel said: "I hope the ports will open."', "Angela Merkel", "support", "ports"),
    ('Angela Merkel said: "It rained. We will reject the levy."', "Angela Merkel", "oppose", "levy"),
    ('Angela Merkel said: "Let us lower the tariff."', "Angela Merkel", "support", "lower the tariff"),
    ('Angela Merkel said: "Don\'t raise the tariff."', "Angela Merkel", "oppose", "raise the tariff"),
    ('"Leaving the treaty is a mistake," Angela Merkel said.', "Angela Merkel", "oppose", "Leaving the treaty"),
    ('"I do not think that it is right to raise fees," said Angela Merkel.', "Angela Merkel", "oppose", "raise fees"),
    # evasion
    ("Chile is considering a new canal.", "Chile", "open", "new canal"),
    ("Chile declined to say whether it would join the pact.", "Chile", "open", "join the pact"),
    # what points back
    ("Peru demands a ceasefire. Chile rejects this.", "Chile", "oppose", "ceasefire"),
    ("Peru wants a sea border. It made an offer that Chile declined at once.", "Chile", "oppose", "an offer"),
]


@pytest.mark.parametrize(("text", "party", "stance", "words"), FOUND)
def test_found(text: str, party: str, stance: str, words: str) -> None:
    found = statements(text)
    assert holds(found, party, stance, words), found


NOT_FOUND = [
    # what is not so, not done, or wanted by others
    "Norway denied that it had rejected the plan.",
    "Ada Brook does not think that Norway rejects the quotas.",
    "Instead of signing the treaty, Norway walked out.",
    "Norway is under pressure to sign the treaty.",
    "If Norway rejects the quotas, the pact ends.",  # a condition is no stance
    "Norway might reject the quotas.",
    "It is unclear whether Norway rejects the quotas.",
    "Norway lies north of Denmark.",
    "The talks in Norway continue.",
    "The treaty must be approved by Norway.",  # a duty is no wish
    "The law allows Norway to fish there.",
    "Norway joined the talks as an observer.",
    "Norway considers it a success.",
    "Norway confirmed that the ferry had sunk.",
    "Norway has not yet agreed on the rules.",
    "Norway called the inquest on Monday.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert statements(text) == set()


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("According to Spain, Norway rejects the tariff.", "Norway"),
        ("Contrary to Spain, Norway backs the tariff.", "Norway"),
        ("All except Norway support the treaty.", None),
        ("Not Norway but Spain rejects the treaty.", None),
        ("It is feared that Norway will reject the treaty.", None),
        ("Rumours that Norway rejects the treaty spread on Monday.", None),
        ("Norway is likely to support the treaty.", None),
    ],
)
def test_whose_stance_it_is_not(text: str, holder: str | None) -> None:
    assert {party for party, _, _ in statements(text)} == ({holder} if holder else set())


def test_one_statement_for_a_demand_with_its_clause() -> None:
    assert len(statements("Portugal demanded that Spain should open the locks.")) == 1


def test_another_partys_stance_inside_what_somebody_says_is_its_own() -> None:
    found = statements("Angela Merkel said Spain rejects the dam.")
    assert holds(found, "Spain", "oppose", "dam")
    assert not holds(found, "Angela Merkel", "oppose", "dam")


def test_what_a_thing_would_bring_about_is_no_plan() -> None:
    found = statements("Spain criticised the dam, saying it would prevent flooding.")
    assert not holds(found, "Spain", "support", "flooding")


def test_a_quotation_goes_on_with_its_speaker_not_with_who_is_named_in_it() -> None:
    found = statements('Angela Merkel said: "Russia is near. I reject the pipeline."')
    assert holds(found, "Angela Merkel", "oppose", "pipeline")
    assert not holds(found, "Russia", "oppose", "pipeline")


def test_addressee() -> None:
    dossier = read(Report(id="r", language="en", text="Norway urged Denmark to open the ports."))
    assert dossier.statements[0].addressee in {p.id for p in dossier.parties if p.name == "Denmark"}


def test_rule_evidence_and_confidence() -> None:
    text = "It rained in Oslo. Norway rejects the fishing quotas. Then the sun came out."
    (statement,) = read(Report(id="r", language="en", text=text)).statements
    assert statement.evidence.quote == "Norway rejects the fishing quotas."
    assert statement.rule == "verb-oppose"
    assert 0 < statement.confidence < 1


def test_that_same_day_opens_no_clause() -> None:
    found = stances("Reporters asked Norway about the quotas that same day, but it declined to comment.", "en")
    assert not any(stance == "oppose" for party, stance, _ in found if party == "Norway")


def test_pushing_ahead_is_support() -> None:
    assert holds(stances("Norway will push ahead with the treaty.", "en"), "Norway", "support", "treaty")


def test_being_convinced_is_saying() -> None:
    found = stances("Norway was adamant that the quotas must be lowered.", "en")
    assert holds(found, "Norway", "support", "quotas")


def test_a_bare_deed_is_what_the_title_names() -> None:
    """The noun alone would be an issue of its own beside the one that the report is about."""
    text = "Norway closes northern harbour\n\nOn Monday the fish was late.\n\nDenmark criticised the move."
    report = Report(id="r", source="r", language="en", text=text, title="Norway closes northern harbour")
    found = [s for s in read(report).statements if s.stance == "oppose"]
    assert [s.topic for s in found] == ["northern harbour"]

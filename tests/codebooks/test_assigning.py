import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebooks import assign, available, load, main_language, relabel
from detente.contract import Dossier, Report

from .making import by_topic, dossier, issue, places

PEACE, WAGES = load("peace"), load("wages")


@pytest.mark.parametrize(
    ("codebook", "report", "topic", "expected"),
    [
        ("peace", "de", "eine sofortige Waffenruhe", ("ceasefire", "immediate")),
        ("peace", "de", "Waffenstillstand", ("ceasefire", "immediate")),
        ("peace", "en", "a ceasefire", ("ceasefire", "immediate")),
        ("peace", "en", "temporary truce", ("ceasefire", "limited")),
        ("peace", "de", "Waffenstillstandsverletzungen", ("ceasefire", "none")),
        ("peace", "de", "Bruch der Waffenruhe", ("ceasefire", "none")),
        ("peace", "en", "violations of the ceasefire", ("ceasefire", "none")),
        ("peace", "en", "ceasefire talks", ("talks", "hold")),
        ("peace", "de", "Gespräche über eine Waffenruhe", ("talks", "hold")),
        ("peace", "de", "Abbruch der Friedensgespräche", ("talks", "suspended")),
        ("peace", "de", "NATO-Beitritt des Landes", ("alliance", "member")),
        ("peace", "de", "den Beitritt des Landes zur NATO", ("alliance", "member")),
        ("peace", "de", "Verzicht auf einen NATO-Beitritt", ("alliance", "no_member")),
        ("peace", "en", "renouncing NATO membership", ("alliance", "no_member")),
        ("peace", "de", "auf die NATO-Mitgliedschaft zu verzichten", ("alliance", "no_member")),
        ("peace", "de", "Aufhebung der Sanktionen", ("sanctions", "lift")),
        ("peace", "de", "die Sanktionen aufzuheben", ("sanctions", "lift")),
        ("peace", "en", "tougher sanctions", ("sanctions", "tighten")),
        ("peace", "en", "sanctions relief", ("sanctions", "ease")),
        ("peace", "de", "Rückgabe der Krim", ("territory", "integrity")),
        ("peace", "en", "ceding territory", ("territory", "recognised")),
        ("peace", "de", "Aussetzung der Militärhilfe", ("arms_aid", "stop")),
        ("peace", "en", "long-range missiles", ("arms_aid", "expand")),
        ("peace", "de", "US-Truppen im Land", ("foreign_troops", "deployed")),
        ("peace", "en", "withdrawal of US troops", ("foreign_troops", "none")),
        ("peace", "de", "vollständiger Abzug der Armee", ("withdrawal", "full")),
        ("peace", "en", "prisoner swap", ("prisoners", "exchange")),
        ("peace", "de", "Ende der Urananreicherung", ("arms_control", "full")),
        ("wages", "de", "Lohnerhöhung um 5 Prozent", ("pay", "demand")),
        ("wages", "de", "höhere Löhne", ("pay", "demand")),
        ("wages", "en", "a pay freeze", ("pay", "none")),
        ("wages", "de", "Lohnverzicht", ("pay", "cut")),
        ("wages", "de", "kürzere Wochenarbeitszeit", ("hours", "shorter")),
        ("wages", "en", "the 35-hour week", ("hours", "shorter")),
        ("wages", "de", "Ende der Streiks", ("strike", "none")),
        ("wages", "en", "an indefinite strike", ("strike", "strike")),
        ("wages", "de", "Warnstreiks", ("strike", "warning")),
        ("wages", "en", "compulsory redundancies", ("job_security", "cuts")),
        ("wages", "de", "Verzicht auf Kündigungen", ("job_security", "secured")),
        ("wages", "en", "working from home", ("remote_work", "right")),
        ("trade", "de", "Abschaffung der Strafzölle", ("tariffs", "abolish")),
        ("trade", "en", "retaliatory tariffs", ("tariffs", "raise")),
        ("trade", "en", "cut in oil output", ("quotas", "lower")),
        ("trade", "de", "Freihandelsabkommen", ("agreement", "comprehensive")),
        ("coalition", "de", "Große Koalition", ("alliance", "coalition")),
        ("coalition", "de", "Austritt aus der Koalition", ("alliance", "none")),
        ("coalition", "en", "a snap election", ("elections", "new_elections")),
        ("coalition", "de", "Reform der Schuldenbremse", ("budget", "borrow")),
        ("coalition", "en", "minority government", ("alliance", "toleration")),
        ("debt", "de", "Schuldenschnitt", ("debt_relief", "haircut")),
        ("debt", "en", "an end to austerity", ("austerity", "ended")),
        ("debt", "de", "Privatisierung der Häfen", ("privatisation", "privatise")),
        ("debt", "en", "release of the next tranche", ("aid", "pay")),
    ],
)
def test_a_topic_finds_its_issue_and_option(codebook: str, report: str, topic: str, expected: tuple[str, str]) -> None:
    filled = assign(dossier((report, topic)), [load(codebook)])
    assert places(filled) == [(f"{codebook}.{expected[0]}", expected[1])]


def test_wordings_of_one_issue_meet_across_languages() -> None:
    filled = assign(
        dossier(("de1", "sofortige Waffenruhe"), ("de2", "Waffenstillstand"), ("en1", "ceasefire")), [PEACE]
    )
    assert set(by_topic(filled).values()) == {"peace.ceasefire"}
    assert issue(filled, "peace.ceasefire").status_quo == "none"


def test_stances_are_never_changed() -> None:
    before = dossier(("de1", "Verzicht auf den NATO-Beitritt", "oppose"), ("de1", "NATO-Beitritt", "support"))
    after = assign(before, [PEACE])
    assert [s.stance for s in after.statements] == ["oppose", "support"]
    assert places(after) == [("peace.alliance", "no_member"), ("peace.alliance", "member")]


def test_a_plain_negation_is_left_to_the_stance() -> None:
    filled = assign(dossier(("de1", "keine Sanktionen", "oppose"), ("en1", "no sanctions", "oppose")), [PEACE])
    assert places(filled) == [("peace.sanctions", "maintain")] * 2


def test_two_reversals_cancel_out() -> None:
    filled = assign(
        dossier(
            ("de1", "Ende der Aufhebung der Blockade der Waffenruhe"), ("de1", "Widerruf des Bruchs der Waffenruhe")
        ),
        [PEACE],
    )
    assert places(filled)[1] == ("peace.ceasefire", "immediate")


def test_the_reverse_of_an_option_without_opposite_is_no_option() -> None:
    book = load("wages")
    flexible = book.issue("hours").option("flexible")
    assert flexible.opposite is None
    filled = assign(dossier(("de1", "Abschaffung flexibler Arbeitszeiten")), [book])
    assert places(filled) == [("wages.hours", None)]


def test_the_evidence_may_tell_the_option_but_not_the_opposite() -> None:
    quote = "Er verlangt eine Waffenruhe; eine humanitäre Feuerpause genüge fürs Erste."
    against = "Sie verlangt, den Streik auszusetzen."
    filled = assign(dossier(("de1", "Waffenruhe", "support", quote)), [PEACE])
    assert places(filled) == [("peace.ceasefire", "limited")]
    filled = assign(dossier(("de1", "Streik", "oppose", against)), [WAGES])
    assert places(filled) == [("wages.strike", "strike")]


@pytest.mark.parametrize("topic", ["eine solche Maßnahme", "den Beschluss"])
def test_a_topic_that_names_nothing_is_not_guessed_from_its_sentence(topic: str) -> None:
    quote = "Der Minister begrüßte den Beschluss, von einer Waffenruhe war nicht die Rede."
    filled = assign(dossier(("de1", topic, "support", quote)), [PEACE])
    assert places(filled) == [("unspecified", "for")]


def test_a_topic_that_names_something_else_is_not() -> None:
    quote = "Er sprach in der Waffenruhe über den neuen Leuchtturm."
    filled = assign(dossier(("de1", "neuer Leuchtturm", "support", quote)), [PEACE])
    assert filled.statements[0].issue == "neuer-leuchtturm"


def test_a_topic_that_points_back_takes_the_issue_before_it() -> None:
    lines = [("de1", "der Leuchtturm"), ("en1", "tariffs"), ("de1", "diesen Schritt"), ("en1", "this")]
    filled = assign(dossier(*lines), [])
    assert [s.issue for s in filled.statements] == ["leuchtturm", "tariffs", "leuchtturm", "tariffs"]


def test_what_names_nothing_at_all_is_unspecified() -> None:
    filled = assign(dossier(("de1", "dies"), ("de1", "")), [PEACE])
    assert places(filled) == [("unspecified", "for")] * 2
    assert [(i.id, i.label) for i in filled.issues] == [("unspecified", "nicht näher benannt")]


def test_issues_that_are_only_mentioned_are_silent_ones() -> None:
    filled = assign(
        dossier(("de1", "Waffenruhe"), texts={"de1": "Auch über einen Gefangenenaustausch wurde gesprochen."}), [PEACE]
    )
    assert [i.id for i in filled.issues] == ["peace.ceasefire", "peace.prisoners"]


def test_issues_are_labelled_in_the_language_of_most_reports() -> None:
    german = assign(dossier(("de1", "Waffenruhe"), ("de2", "Leuchtturm"), ("en1", "truce")), [PEACE])
    english = assign(dossier(("en1", "truce"), ("en2", "the lighthouse"), ("de1", "Waffenruhe")), [PEACE])
    assert [i.label for i in german.issues] == ["Waffenruhe", "Leuchtturm"]
    assert [i.label for i in english.issues] == ["Ceasefire", "lighthouse"]
    assert [o.label for o in german.issues[1].options] == ["dafür", "dagegen"]
    assert [(o.id, o.label, o.value) for o in english.issues[1].options] == [
        ("for", "for", 100),
        ("against", "against", 0),
    ]


def test_repeated_reports_do_not_decide_the_language() -> None:
    reports = [
        Report(id="a", language="de"),
        Report(id="b", language="en", duplicate_of="a"),
        Report(id="c", language="en", duplicate_of="a"),
    ]
    assert main_language(Dossier(reports=reports)) == "de"
    assert main_language(Dossier()) == "en"


def test_labels_can_be_changed_to_the_other_language() -> None:
    german = assign(dossier(("de1", "Waffenruhe"), ("de1", "Leuchtturm"), ("de2", "dies")), [PEACE])
    english = relabel(german, "en", [PEACE])
    assert [i.label for i in english.issues] == ["Ceasefire", "Leuchtturm", "not specified"]
    assert [o.label for o in english.issues[1].options] == ["for", "against"]
    assert [i.id for i in english.issues] == [i.id for i in german.issues]
    assert relabel(german, "en", []).issues[0].label == "Waffenruhe"


def test_a_codebook_keeps_to_the_reports_of_its_field() -> None:
    texts = {
        "de1": "Die Gewerkschaft will mehr Lohn, die Arbeitgeber lehnen ab, Warnstreiks drohen.",
        "de2": "Die Waffenruhe hält, die Truppen ziehen ab, Blauhelme überwachen die Pufferzone.",
    }
    filled = assign(dossier(("de1", "neue Verhandlungen"), ("de2", "neue Verhandlungen"), texts=texts), [PEACE, WAGES])
    assert [s.issue for s in filled.statements] == ["wages.talks", "peace.talks"]


def test_the_dossier_given_is_not_changed_and_a_second_time_changes_nothing() -> None:
    before = dossier(("de1", "Waffenruhe"), ("de1", "Leuchtturm"), ("en1", "the lighthouse"))
    copy = before.model_copy(deep=True)
    once = assign(before, [PEACE])
    assert before == copy
    assert assign(once, [PEACE]) == once


def test_an_empty_dossier_has_no_issues() -> None:
    assert assign(Dossier(), [PEACE]).issues == []


def test_a_language_without_word_lists_is_read_as_the_main_one() -> None:
    filled = assign(dossier(("und1", "Waffenruhe"), ("de1", "Waffenruhe")), [PEACE])
    assert [s.issue for s in filled.statements] == ["peace.ceasefire"] * 2


TOPICS = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "Verzicht",
                "auf",
                "NATO",
                "-",
                "Abkommen",
                "Iran",
                "der",
                "dies",
                "Streik-",
                "talks",
                "„",
                "§ 5",
                "ohne",
                "U.S.",
                "Ende",
            ]
        ),
        max_size=7,
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["de1", "de2", "en1", "fr1"]), TOPICS), max_size=12))
def test_every_statement_gets_an_issue_that_is_listed(lines: list[tuple[str, str]]) -> None:
    given_ = dossier(*lines)
    filled = assign(given_, [PEACE, WAGES])
    listed = {i.id: i for i in filled.issues}
    assert len(listed) == len(filled.issues)
    assert [s.id for s in filled.statements] == [s.id for s in given_.statements]
    for statement in filled.statements:
        assert statement.issue in listed
        assert statement.option is None or statement.option in {o.id for o in listed[statement.issue].options}
    for found in filled.issues:
        assert found.label
        assert found.codebook or len(found.label.split()) <= 6
    assert assign(given_, [PEACE, WAGES]) == filled


def test_three_thousand_statements() -> None:
    words = [
        "Hafen",
        "Brücke",
        "Turm",
        "Schule",
        "Straße",
        "Markt",
        "Waffenruhe",
        "Sanktionen",
        "Abkommen",
        "Leuchtfeuer",
        "Deich",
        "Bahnhof",
    ]
    topics = [f"{a} {b} {n % 40}" for n, (a, b) in enumerate((a, b) for a in words for b in words)]
    lines = [
        (f"de{n % 200}", topics[n % len(topics)], "support", "Er sprach am Montag lange über den Bau.")
        for n in range(3000)
    ]
    given_ = dossier(*lines)
    books = [load(name) for name in available()]
    filled = assign(given_, books)
    assert len(filled.statements) == 3000
    assert {s.issue for s in filled.statements} <= {i.id for i in filled.issues}


@pytest.mark.parametrize(
    ("report", "topic", "issue"),
    [
        ("de1", "diesen Schritt", "leuchtturm"),
        ("de1", "den Schritt", "unspecified"),
        ("de1", "einen Schritt", "unspecified"),
        ("en1", "an offer", "unspecified"),
    ],
)
def test_something_new_does_not_take_the_issue_before_it(report: str, topic: str, issue: str) -> None:
    filled = assign(dossier((report, "der Leuchtturm"), (report, topic)), [])
    assert filled.statements[1].issue == issue


@pytest.mark.parametrize(
    ("codebook", "topic", "issue"),
    [
        # who made a thing, and what a clause says of it, are not what it is
        ("peace", "a plan by the mediators to paint the bridge", None),
        ("trade", "any bridge that would open the market", None),
        ("wages", "benches that oblige the yard to meet high standards", None),
        ("wages", "extra benches for the settlement", None),
        # general words count where they are the head, and behind what names nothing itself
        ("wages", "a new offer", "wages.talks"),
        ("wages", "resumption of talks", "wages.talks"),
        ("peace", "the European plan for security guarantees", "peace.security_guarantees"),
        ("peace", "a plan that would secure a ceasefire", "peace.ceasefire"),
        ("wages", "to offer a lump sum", "wages.one_off"),
    ],
)
def test_the_head_of_a_topic_weighs_most(codebook: str, topic: str, issue: str | None) -> None:
    [statement] = assign(dossier(("en1", topic)), [load(codebook)]).statements
    assert statement.issue == issue if issue else not str(statement.issue).startswith(codebook)


@pytest.mark.parametrize(
    ("codebook", "topic", "expected"),
    [
        ("coalition", "einen Ausstieg aus der Kohle", ("coalition.energy", "climate")),
        ("peace", "ihre schweren Waffen abzugeben", ("peace.arms_control", "full")),
        ("trade", "Spiegelklauseln", ("trade.standards", "strict")),
    ],
)
def test_what_turns_a_word_round_may_name_an_option(codebook: str, topic: str, expected: tuple[str, str]) -> None:
    assert places(assign(dossier(("de1", topic)), [load(codebook)])) == [expected]


def test_the_issue_before_is_not_taken_over_from_afar() -> None:
    given_ = dossier(("en1", "the lighthouse"), *[("en2", "tariffs")] * 9, ("en1", "this"))
    assert assign(given_, []).statements[-1].issue == "unspecified"


def test_a_report_of_another_field_in_the_same_folder_gets_none_of_this_one() -> None:
    texts = {
        "en1": "The trade union wants higher wages and threatens a walkout; employers offer a one-off payment.",
        "en2": "The regulator looks at the takeover. The union fears strike action, and a deal is far away.",
    }
    given_ = dossier(("en1", "a better offer"), ("en2", "the deal of the two firms"), texts=texts)
    one, other = given_.statements  # akin are only reports that the same parties speak in
    given_ = given_.model_copy(update={"statements": [one, other.model_copy(update={"party": "q"})]})
    filled = assign(given_, [WAGES])
    assert [str(s.issue).startswith("wages.") for s in filled.statements] == [True, False]

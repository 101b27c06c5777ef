import pytest

from detente.codebooks import choose
from detente.contract import Dossier, Report

from .making import dossier

TEXTS = {
    ("de", "peace"): """
        Die Unterhändler sprachen in Genf über eine Waffenruhe. Beide Armeen sollen ihre Truppen abziehen, und Blauhelme
        sollen die Pufferzone überwachen.""",
    ("en", "peace"): """
        Negotiators met in Geneva to discuss a ceasefire. Both armies would withdraw their troops, and peacekeepers
        would watch over a buffer zone.""",
    ("de", "wages"): """
        Die Gewerkschaft will mehr Lohn und droht mit Warnstreiks. Die Arbeitgeber nennen die Forderung unbezahlbar und
        bieten eine Einmalzahlung.""",
    ("en", "wages"): """
        The trade union wants higher wages and threatens a walkout. The employers call the pay claim unaffordable and
        offer a one-off payment instead.""",
    ("de", "trade"): """
        Washington droht mit Strafzöllen auf Importe aus der EU. Der Handelskommissar will ein Freihandelsabkommen
        retten und notfalls bei der WTO klagen.""",
    ("en", "trade"): """
        Washington threatens tariffs on European imports. The trade commissioner wants to save the free trade deal and
        go to the WTO.""",
    ("de", "coalition"): """
        Nach der Landtagswahl beginnen Sondierungsgespräche. Die Fraktionschefs schließen eine Minderheitsregierung
        nicht aus, die Opposition verlangt Neuwahlen.""",
    ("en", "coalition"): """
        After the general election the party leaders opened coalition talks. A minority government is possible, the
        opposition leader wants a snap election.""",
    ("de", "debt"): """
        Die Gläubiger wollen die nächste Tranche erst auszahlen, wenn das Parlament das Sparpaket beschließt. Der IWF
        verlangt einen Schuldenschnitt.""",
    ("en", "debt"): """
        Creditors will release the next tranche only after parliament passes the austerity package. The IMF wants a
        haircut.""",
}
ELSEWHERE = {
    "de": "Der Zoo hat einen neuen Löwen. Am Wochenende kamen dreitausend Besucher, die Kinder sahen ihm zu.",
    "en": "The zoo has a new lion. Three thousand visitors came at the weekend, and children could watch it being fed.",
}


@pytest.mark.parametrize(("language", "name"), TEXTS)
def test_the_fitting_codebook_is_chosen(language: str, name: str) -> None:
    chosen = choose(dossier(texts={f"{language}1": TEXTS[language, name]}))
    assert [c.id for c in chosen] == [name]


@pytest.mark.parametrize("language", ELSEWHERE)
def test_none_is_chosen_for_other_subjects(language: str) -> None:
    assert choose(dossier(texts={f"{language}1": ELSEWHERE[language]})) == []


def test_none_is_chosen_for_an_empty_dossier() -> None:
    assert choose(Dossier()) == []


def test_a_passing_word_is_not_enough() -> None:
    assert choose(dossier(texts={"de1": "Der Trainer sprach von einer Waffenruhe zwischen den Fans."})) == []


def test_a_long_report_needs_more_of_a_field() -> None:
    short = TEXTS["en", "debt"]
    long = short + " The lion slept in the sun and nobody minded." * 400
    assert choose(dossier(texts={"en1": short}))
    assert choose(dossier(texts={"en1": long})) == []


def test_topics_of_statements_count() -> None:
    lines = [("en1", "ceasefire"), ("en1", "withdrawal of troops"), ("en1", "peacekeepers")]
    assert [c.id for c in choose(dossier(*lines))] == ["peace"]


def test_two_fields_are_both_chosen_the_stronger_first() -> None:
    texts = {"de1": TEXTS["de", "wages"], "en2": TEXTS["en", "peace"], "de3": TEXTS["de", "peace"]}
    assert [c.id for c in choose(dossier(texts=texts))] == ["peace", "wages"]


def test_one_report_in_many_does_not_choose_a_codebook() -> None:
    texts = {f"de{n}": TEXTS["de", "peace"] for n in range(9)} | {"en1": TEXTS["en", "debt"]}
    assert [c.id for c in choose(dossier(texts=texts))] == ["peace"]


def test_repeated_reports_do_not_count() -> None:
    reports = [Report(id="a", language="de", text=TEXTS["de", "wages"])]
    reports += [Report(id=f"b{n}", language="de", text=TEXTS["de", "peace"], duplicate_of="a") for n in range(5)]
    assert [c.id for c in choose(Dossier(reports=reports))] == ["wages"]


MERGER = {
    "en": """
        The regulator was not convinced by what Norvia offered for its takeover of Ostra, a deal worth nine
        billion. The trade union that stands for the workers of both firms fears compulsory redundancies and
        threatened strike action. Talks go on. The chief executive said that the deal would go ahead and that
        customers would gain most from it, since the grid of both firms would be run from one place.
        Shareholders of Ostra are to decide in June. Investors who hold a tenth of the shares want a higher
        price, and the board has promised to look at it again before the summer. The government said nothing.
        Analysts think that the regulator will give way in the end, as it did when two other firms came together
        some years ago, and that the price of shares will rise.""",
    "de": """
        Das Kartellamt hat Bedenken gegen die Übernahme der Reederei Ostsund durch Norvia und verlangt den
        Verkauf von zwei Werken. Die Gewerkschaft fürchtet um 800 Arbeitsplätze, auch der Betriebsrat ist
        dagegen. Der Vorstand sagte, der Zusammenschluss sei für beide Häuser lebenswichtig, man werde das Amt
        überzeugen. Die Familie, der die Reederei gehört, will an dem Geschäft festhalten und hat dafür schon
        Käufer gefunden. Im Herbst soll entschieden werden. Bis dahin fahren die Schiffe beider Reedereien unter
        eigener Flagge, und die Fahrpläne bleiben, wie sie sind. Anleger hoffen auf einen höheren Preis, doch
        davon will Norvia nichts wissen, zumal die Zinsen zuletzt gestiegen sind.""",
}


@pytest.mark.parametrize("language", MERGER)
def test_a_field_of_which_a_report_meets_few_issues_is_not_its_own(language: str) -> None:
    assert choose(dossier(texts={f"{language}1": MERGER[language]})) == []


def test_each_report_of_a_mixed_folder_has_its_field() -> None:
    strong = (
        TEXTS["en", "wages"] + " Arbitration, overtime, redundancies, layoffs, salaries and working hours: all open."
    )
    texts = {"en1": strong, "en2": strong, "en3": TEXTS["en", "debt"]}
    assert [c.id for c in choose(dossier(texts=texts))] == ["wages", "debt"]

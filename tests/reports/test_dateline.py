import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports import find_dateline
from detente.reports.dateline import signature

FOUND = [
    ("NORDHEIM / LONDON (EXAMPLE WIRE) – Die Gespräche stocken.", ("Nordheim", "London"), "EXAMPLE WIRE"),
    ("WASHINGTON / MÜNCHEN (IT BOLTWISE) – Nach dem Treffen ...", ("Washington", "München"), "IT BOLTWISE"),
    ("Berlin (dpa) - Die Reeder haben abgelehnt.", ("Berlin",), "dpa"),
    ("FRANKFURT AM MAIN (dpa/lhe) - Die Bank schweigt.", ("Frankfurt am Main",), "dpa/lhe"),
    ("Frankfurt/Main (AFP) – Die Bank schweigt.", ("Frankfurt/Main",), "AFP"),
    ("GENEVA, May 3 (Reuters) — The envoys met.", ("Geneva",), "Reuters"),
    ("NEW YORK (AP) -- The council met.", ("New York",), "AP"),
    ("SHARM EL-SHEIKH, Egypt, Oct. 13 (Reuters) - Leaders met.", ("Sharm el-Sheikh",), "Reuters"),
    ("KRAMATORSK, Ukraine — The shelling went on.", ("Kramatorsk",), None),
    ("Washington, D.C. (AP) – The envoys met.", ("Washington",), "AP"),
    ("MOSCOW, May 3. /TASS/. The ministry declined.", ("Moscow",), "TASS"),
    ("Wien. (apa) Die Regierung sagt ab.", ("Wien",), "apa"),
    ("BERLIN taz | Der Kanzler reist ab.", ("Berlin",), "taz"),
    ("Havanna – Die Regierung will reden.", ("Havanna",), None),
    ("Wien/Klosterneuburg/Mülheim – Der Vorsitzende will mehr.", ("Wien", "Klosterneuburg", "Mülheim"), None),
    ("DUESSELDORF – Die Gewerkschaft ruft zum Streik auf.", ("Düsseldorf",), None),
    ("BAD TÖLZ – Der Stadtrat lehnt ab.", ("Bad Tölz",), None),
    ("GENEVA (Harbour Wire) – Russia declined.", ("Geneva",), "Harbour Wire"),
    ("Kingston (Jamaica) – The minister declined.", ("Kingston",), None),
    ("Kiel (kn) - Der Hafen steht still.", ("Kiel",), "kn"),
    (
        "Oberunterhausen - Die Hafenarbeiter " + "haben lange verhandelt und " * 5 + "streiken.",
        ("Oberunterhausen",),
        None,
    ),
    ("Berlin. Der Streik an der Küste " + "geht weiter und weiter, " * 5 + "sagt der Verband.", ("Berlin",), None),
    ("Kleinkleckersdorf (epd) - Der Bischof vermittelt.", ("Kleinkleckersdorf",), "epd"),
]


@pytest.mark.parametrize(("text", "places", "agency"), FOUND, ids=[t[:24] for t, _, _ in FOUND])
def test_a_dateline_gives_places_and_agency(text: str, places: tuple[str, ...], agency: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.places, found.agency) == (places, agency)
    assert found.start == 0
    rest = text[found.end :]
    assert rest[0].isupper()
    assert text[: found.end].endswith(" ")


NONE = [
    "Trump – der Präsident – schwieg.",
    "Trump – Der Präsident schwieg.",
    "PETER MÜLLER – Der Mann schwieg.",
    "Die Gespräche – sie laufen seit Mai – stocken.",
    "NATO – Das Bündnis berät.",
    "EXKLUSIV – Der Minister tritt ab.",
    "BREAKING NEWS — The minister resigns.",
    "UPDATE 2 (Reuters) – The minister resigns.",
    "Berlin – und damit auch Bonn – lehnt ab.",
    "Angela Merkel (CDU) – Die Kanzlerin sprach.",
    "Im Jahr 2015 – Das war anders – gab es Streit.",
    "Rosenberg – Der Minister schwieg zu den Vorwürfen, " + "die seit Tagen erhoben werden " * 4 + ".",
    "Paris. Es war einmal.",
    "London: The government declined.",
    "Paris",
    "Wien – ",
    "",
]


@pytest.mark.parametrize("text", NONE, ids=[t[:24] or "empty" for t in NONE])
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_a_headline_with_a_city_and_a_dash_is_no_dateline() -> None:
    assert find_dateline("Wien – Gipfel gescheitert\n\nDer Gipfel ist nach drei Tagen zu Ende gegangen.") is None


def test_the_dateline_after_headline_and_lede_of_a_report_in_one_paragraph() -> None:
    text = "Verhandlungen der Reeder beenden Stillstand. Madrid – Gut zwei Monate nach dem Streik wird geredet."
    found = find_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == "Madrid – "
    assert found.places == ("Madrid",)


def test_the_dateline_below_a_headline_and_behind_a_byline() -> None:
    text = "Dock workers walk out\n\nBy Jane Doe OSLO (Reuters) - Dock workers walked out on Monday."
    found = find_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == "OSLO (Reuters) - "
    assert found.places == ("Oslo",)


def test_a_dated_dateline_gives_the_day() -> None:
    found = find_dateline("Berlin, 4. Juli 2008 (dpa) – Der Sprecher lehnte ab.")
    assert found is not None
    assert found.date == "2008-07-04"


def test_a_dateline_deep_in_the_text_is_none() -> None:
    text = "\n".join(["Das ist ein Satz der Vorrede, der nichts sagt."] * 30) + "\nBerlin (dpa) - Ein Nachtrag."
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("Regime. (APA, 11.9.2015)", ("APA", None, "2015-09-11")),
        ("drohe.(Erika Muster, 25.6.2015)", (None, "Erika Muster", "2015-06-25")),
        ("Regel. (em, 19.6.2015)", (None, None, "2015-06-19")),
        ("deal. (Jane Doe, 3 May 2024)", (None, "Jane Doe", "2024-05-03")),
        ("Haft verurteilt (12.10.2011)", (None, None, None)),
        ("in der Klammer (wie immer)", (None, None, None)),
    ],
)
def test_the_bracket_at_the_end_of_a_report(end: str, expected: tuple[str | None, str | None, str | None]) -> None:
    assert signature("Ein Satz davor. " + end) == expected


@given(st.text())
def test_the_span_is_valid_in_any_text(text: str) -> None:
    found = find_dateline(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert "\n" not in text[found.start : found.end]


@given(
    st.sampled_from(["Berlin", "OSLO", "New York"]),
    st.sampled_from(["", " (dpa)", ", 3. Mai", ", May 3 (AP)"]),
    st.sampled_from([" – ", " - ", " — ", "—"]),
    st.text(max_size=80),
)
def test_the_span_ends_behind_the_dash(place: str, agency: str, dash: str, rest: str) -> None:
    text = f"{place}{agency}{dash}Der {rest}"
    found = find_dateline(text)
    if found is not None and found.start == 0:
        assert text[: found.end].rstrip()[-1] in "–—-:.|)/"

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.encoding import declared_charset, decode
from detente.reports.model import SourceError
from detente.reports.recognise import recognise

GERMAN = "Die Gespräche über Österreichs Straßen – „sehr schön“ – kosten Größe und Mühe.\n" * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_german_text_in_all_its_encodings(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_the_code_page_of_dos() -> None:
    text = GERMAN.replace("–", "-").replace("„", '"').replace("“", '"')
    assert decode(text.encode("cp850")) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Президент заявил, что переговоры продолжаются и стороны обсудили условия перемирия.\n" * 3),
        ("cp1250", "Zażółć gęślą jaźń, rząd odrzucił wniosek opozycji w sprawie umowy o źródłach.\n" * 3),
    ],
)
def test_other_code_pages_are_guessed(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_wrong_declaration_is_not_believed() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1") == GERMAN
    assert decode(GERMAN.encode("cp1252"), "utf-8") == GERMAN
    assert decode(GERMAN.encode("cp1252"), "no-such-charset") == GERMAN


def test_a_right_declaration_is() -> None:
    assert decode("Kraków, Łódź".encode("iso-8859-2"), "iso-8859-2") == "Kraków, Łódź"
    assert declared_charset(b'<html><head><meta charset="iso-8859-2">') == "iso-8859-2"


def test_a_broken_character_costs_only_itself() -> None:
    assert decode(GERMAN.encode() + b"\xe4") == GERMAN + "\ufffd"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 500, b"text\x00\x07\x08" * 300])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data)


@given(st.binary(max_size=2000), st.sampled_from([None, "utf-8", "cp1252", "utf-7", "idna", "base64", "x"]))
def test_any_bytes_are_text_or_an_error(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except SourceError as error:
        assert error.code in ("binary", "encoding")
    else:
        assert isinstance(text, str)


PAGE = b"<html><head><title>t</title></head><body><p>x</p></body></html>"
KINDS = [
    (b"%PDF-1.7 ...", "a.txt", "pdf"),
    (PAGE, "a.txt", "html"),
    (b"\xef\xbb\xbf\n <!doctype html>" + PAGE, "a", "html"),
    (b"<div><p>a</p><p>b</p></div>", "a", "html"),
    (b"no tags in it", "a.html", "html"),
    (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a.txt", "feed"),
    (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "a", "feed"),
    (b"From: a@example.org\nSubject: x\n\nText", "a.txt", "mail"),
    (b"From a@example.org Mon\nFrom: a@example.org\nDate: Mon, 6 May 2024\n\nText", "a", "mail"),
    (b"# Heading\n\nText", "a.md", "markdown"),
    (b"Just text", "a.xyz", "text"),
    (b"Note: this is text: no mail\n\nText", "a", "text"),
    ("<html><body><p>ä</p></body></html>".encode("utf-16"), "a", "html"),
]


@pytest.mark.parametrize(("data", "name", "kind"), KINDS)
def test_a_source_is_recognised_by_its_content(data: bytes, name: str, kind: str) -> None:
    assert recognise(data, name) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml",
        b"\x1f\x8b\x08\x00abc",
        b"\x89PNG\r\n",
        b"{\\rtf1 text}",
        b'{"format": "detente-dossier"}',
        b'<?xml version="1.0"?><note>x</note>',
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_what_is_no_report_is_named(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        recognise(data, "report.txt")
    assert caught.value.code == "unsupported"


@given(st.binary(max_size=500))
def test_any_bytes_are_recognised_or_an_error(data: bytes) -> None:
    try:
        recognise(data)
    except SourceError as error:
        assert error.code in ("unsupported", "empty")


def test_noise_is_no_report() -> None:
    with pytest.raises(SourceError):
        decode(os.urandom(5000))

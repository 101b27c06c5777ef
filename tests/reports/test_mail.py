from __future__ import annotations

from email.message import EmailMessage

import pytest
from conftest import article, page, pdf
from hypothesis import given
from hypothesis import strategies as st

from detente.reports import load
from detente.reports.mail import read_mail
from detente.reports.model import SourceError


def message(text: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Küstenbote <bote@example.org>"
    mail["Subject"] = "Fwd: Reeder bleiben hart"
    mail["Date"] = "Mon, 06 May 2024 23:30:00 +0200"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    return mail


def test_a_plain_mail(german: list[str]) -> None:
    data = message("\n\n".join(german) + "\n\n-- \nKüstenbote\nHafenstraße 1\n").as_bytes()
    loaded = load(["-"], stdin=data)
    assert loaded.failures == []
    (report,) = loaded.reports
    assert report.text.split("\n\n") == german
    assert (report.title, report.author, report.date) == ("Reeder bleiben hart", "Küstenbote", "2024-05-06")
    assert [(line.kind, line.text) for line in report.furniture] == [
        ("signature", "Küstenbote"),
        ("signature", "Hafenstraße 1"),
    ]


def test_the_subject_is_no_text(german: list[str]) -> None:
    draft = read_mail(message("\n\n".join(german)).as_bytes()).draft
    assert draft is not None
    assert "Reeder bleiben hart" not in draft.text


def test_the_html_part_where_the_plain_one_is_but_a_note(german: list[str]) -> None:
    mail = message("Ihr Programm zeigt diese Mail nicht an.")
    mail.add_alternative(page(article(german)), subtype="html")
    draft = read_mail(mail.as_bytes()).draft
    assert draft is not None
    assert draft.text.split("\n") == german


def test_attachments_are_reports_of_their_own(german: list[str], english: list[str]) -> None:
    mail = message("\n".join(german))
    mail.add_attachment("\n".join(english), filename="varda.txt")
    mail.add_attachment(
        pdf([["Strait patrols", "", *english[2].split(". ")]]), "application", "pdf", filename="patrol.pdf"
    )
    mail.add_attachment(b"\x89PNG...", "image", "png", filename="logo.png")
    mail.add_attachment(b"%PDF-1.4 broken", "application", "pdf", filename="broken.pdf")
    inner = message(english[1] + " " + english[3])
    mail.add_attachment(inner)
    loaded = load(["-"], stdin=mail.as_bytes())
    assert [report.source for report in loaded.reports] == ["-", "-#varda.txt", "-#patrol.pdf", "-#4"]
    assert [(failure.source, failure.code) for failure in loaded.failures] == [("-#broken.pdf", "broken_pdf")]


def test_quoted_lines_are_furniture_unless_they_are_the_report(german: list[str]) -> None:
    answer = "\n".join([*german, "> Was sagt ihr dazu?"])
    draft = read_mail(message(answer).as_bytes()).draft
    assert draft is not None
    assert [line.kind for line in draft.furniture] == ["quoted"]
    forwarded = read_mail(message("Siehe unten.\n\n" + "\n".join("> " + line for line in german)).as_bytes()).draft
    assert forwarded is not None
    assert all(paragraph in forwarded.text for paragraph in german)


def test_parts_nested_without_end() -> None:
    start = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\n"
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)]
    with pytest.raises(SourceError) as caught:
        read_mail(start + b"".join(parts))
    assert caught.value.code == "broken_mail"


def test_mails_within_mails_without_end(english: list[str]) -> None:
    data = message(english[0]).as_bytes()
    for _ in range(50):
        data = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + data
    loaded = load(["-"], stdin=data)
    assert [failure.code for failure in loaded.failures] == ["unsupported"]


@given(st.binary(max_size=600))
def test_any_mail_costs_only_itself(body: bytes) -> None:
    try:
        read_mail(b"From: a@example.org\nSubject: x\n" + body)
    except SourceError as error:
        assert error.code in ("broken_mail", "binary", "encoding", "broken_html")

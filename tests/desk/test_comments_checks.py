"""The checks before moderation: what is refused, what is flagged, what is kept clean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.desk.comments.checks import CHECKS, FLAGS, Draft, Earlier, RefusedError, check, data, plain
from detente.desk.words import say

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def draft(text="A ceasefire needs somebody who watches over it.", name="Ada", **more):
    return Draft(name=name, text=text, now=NOW, **more)


def earlier(minutes, text="Something else.", **more):
    return Earlier(text, NOW - timedelta(minutes=minutes), **more)


def refused(one):
    with pytest.raises(RefusedError) as caught:
        check(one)
    return caught.value


def test_an_ordinary_comment_passes_unflagged():
    out = check(draft())
    assert (out.name, out.text, dict(out.flags)) == ("Ada", draft().text, {})


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t \r\n", "\u200b\u200e\u2060", "\u200d\u200c", "\u00a0\u3000", "\x00\x07"]
)
def test_nothing_to_see_is_empty(text):
    assert refused(draft(text)).code == "text_empty"
    assert (refused(draft(name=text)).code, refused(draft(name=text)).field) == ("name_empty", "name")


def test_length_is_counted_in_characters_and_told():
    most = data()["limits"]["text"]
    assert most == 10_000
    assert len(check(draft("ä" * most)).text) == most
    error = refused(draft("ä" * (most + 1)))
    assert error.code == "text_long"
    words = say(f"comments.refused.{error.code}", lang="de", **error.values)
    assert "10.001" in words
    assert "10.000" in words
    assert refused(draft(name="n" * 81)).field == "name"


def test_closed_comes_before_all_else():
    assert refused(draft("", closed=True)).code == "closed"


@pytest.mark.parametrize(
    "raw,kept",
    [
        ("a\u202egnp.exe\u202cb", "agnp.exeb"),
        ("\u2066x\u2069\u200f\u061c", "x"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07 null\x00 esc\x1b[31m", "bell null esc[31m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("tab\tand\u00a0space", "tab and space"),
        ("e\u0301", "é"),
        ("private \ue000 use", "private  use"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(raw, kept):
    assert plain(raw) == kept
    assert check(draft(raw)).text == kept


def test_scripts_and_emoji_keep_their_joiners():
    for text in ("می\u200cخواهم", "👩\u200d⚖️", "क्\u200dष", "שָׁלוֹם", "Tiếng Việt"):
        assert plain(text) == __import__("unicodedata").normalize("NFC", text)
        assert "hidden" not in check(draft(text)).flags


def test_towers_of_marks_are_cut():
    assert len(plain("Z" + "\u0336\u0489\u0300\u0301\u0302" * 20)) <= 5


@given(st.text(max_size=400))
def test_cleaning_is_done_once_and_for_all(text):
    once = plain(text)
    assert plain(once) == once
    assert not any(char in once for char in "\x00\x1b\r\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff")


@pytest.mark.parametrize(
    "code,text,more",
    [
        ("words", "You are an IDIOT, sir", {}),
        ("words", "Das sind doch Idioten!", {}),
        ("words", "Halt’s   Maul", {}),
        ("words", "shut\nup", {}),
        ("words", "ｉｄｉｏｔ", {}),
        ("words", "Lügenpresse", {}),
        ("links", "see https://example.org/x", {}),
        ("links", "see www.example.invalid/page", {}),
        ("links", "buy at cheap-watches.shop now", {}),
        ("shouting", "THIS IS NOT WHAT WAS AGREED AT ALL", {}),
        ("shouting", "Really?!?", {}),
        ("hidden", "left\u202eright", {}),
        ("copied", "Sent elsewhere", {"copies": 2}),
        ("copied", "Sent elsewhere", {"earlier": (earlier(90, "sent  ELSEWHERE", here=False),)}),
        ("rejected", "Again", {"earlier": (earlier(900, rejected=True),)}),
        ("name", "It is me", {"taken": True}),
    ],
)
def test_flags_and_their_words(code, text, more):
    out = check(draft(text, **more))
    assert set(out.flags) == {code}
    for spoken in ("de", "en"):
        assert say(f"comments.flag.{code}", lang=spoken, **out.flags[code])
        assert say(f"comments.flag_name.{code}", lang=spoken)


def test_every_flag_is_raised_by_some_check():
    text = "IDIOTS OF THE WORLD, SEE www.example.org \u202e !!!"
    out = check(draft(text, copies=1, taken=True, earlier=(earlier(900, rejected=True),)))
    assert set(out.flags) == set(FLAGS)
    assert len(CHECKS) == 9


@pytest.mark.parametrize(
    "text",
    [
        "A dumbbell, a foolproof plan, a pigeon",
        "Die Dummensteiner Brücke",
        "Der Sachverhalt ist strittig.",
        "Schweinfurt liegt am Main; NATO, USA und EU auch.",
        "1.5 Mio. Menschen, z.B. Kinder, vs. rund 3.000",
        "Scunthorpe",
    ],
)
def test_words_are_whole(text):
    assert dict(check(draft(text)).flags) == {}


def test_the_same_comment_is_taken_once():
    assert refused(draft("Same  text", earlier=(earlier(1000, "same TEXT"),))).code == "repeated"


def test_too_many_in_a_while_is_a_clear_error():
    limits = data()["limits"]
    just = tuple(earlier(k, f"number {k}") for k in range(limits["within_minutes"]))
    error = refused(draft(earlier=just))
    assert error.code == "rate"
    assert str(limits["minutes"]) in say("comments.refused.rate", lang="en", **error.values)
    assert check(draft(earlier=just[1:]))
    assert check(draft(earlier=tuple(earlier(limits["minutes"] + 1 + k, f"{k}") for k in range(6))))
    day = tuple(earlier(60 + k, f"number {k}") for k in range(limits["within_day"]))
    assert refused(draft(earlier=day)).code == "rate_day"


@pytest.mark.parametrize(
    "address,fine", [("", True), (" a@example.org ", True), ("nobody", False), ("a@b\nBcc: c@d", False)]
)
def test_the_address_is_one_or_missing(address, fine):
    if fine:
        assert check(draft(address=address)).address == address.strip()
    else:
        assert refused(draft(address=address)).field == "address"


def test_every_word_of_the_lists_is_found():
    for forms in data()["words"].values():
        assert len(set(forms)) == len(forms)
        for form in forms:
            assert "words" in check(draft(f"({form.replace('*', '')})")).flags, form

"""Search: what is found, how it is shown, where it leads, and for whom."""

from __future__ import annotations

import re
import time

import pytest

from detente.contract import Dossier as Content
from detente.contract import Evidence, Party, Report, Statement
from detente.desk.dossiers import search
from detente.desk.dossiers.models import Dossier, Extract

TEXT = "Straßburg, 3. März. Élodie Faure said: <script>alert(1)</script>\nThe   old truce holds. " + "Filler. " * 60


def made(slug: str, reports: int = 1, member=None) -> Dossier:
    """A dossier of reports of which each has one statement."""
    dossier = Dossier.objects.create(slug=slug, title=f"About {slug}")
    if member:
        dossier.members.add(member)
    texts = {f"r{n}": TEXT + f"Report number {n} ends with the harbour." for n in range(reports)}
    start = TEXT.index("The   old")
    quote = TEXT[start : start + 22]
    content = Content(
        reports=[Report(id=key, title=f"Truce {key}", date=f"2026-03-{int(key[1:]) % 28 + 1:02}", text=text)
                 for key, text in texts.items()],
        parties=[Party(id="p", name="Élodie Faure", kind="person")],
        statements=[Statement(id=f"s{key}", party="p", stance="support", topic="the old truce", cue="holds", rule="x",
                              confidence=1, evidence=Evidence(report=key, start=start, end=start + 22, quote=quote))
                    for key in texts],
    )  # fmt: skip
    Extract.objects.create(dossier=dossier, content=content.model_dump_json(), revision=1)
    return dossier


@pytest.mark.parametrize(
    "query,words",
    [
        ("Truce  holds", ["truce", "holds"]),
        ('"old truce" HOLDS', ["old truce", "holds"]),
        ("„alter Frieden“ Maß", ["alter frieden", "mass"]),
        ("Élodie élodie ELODIE", ["elodie"]),
        ('"unclosed phrase', ["unclosed phrase"]),
        ('""', []),
        ("   ", []),
    ],
)
def test_queries_are_words_and_phrases(query, words):
    assert search.terms(query) == words


@pytest.mark.parametrize(
    "query,kinds",
    [
        ("strassburg", {"report"}),
        ("STRASSBURG truce", {"report"}),
        ("elodie", {"report", "statement"}),
        ("truce harbour", {"report"}),
        ("truce zeppelin", set()),
        ('"truce holds"', {"report", "statement"}),
        ('"holds truce"', set()),
        ("marz", {"report"}),
        ("ruce", {"report", "statement"}),
    ],
)
def test_all_words_must_be_there_without_regard_to_case_and_accents(db, query, kinds):
    found = search.find(search.index(made("one")), search.terms(query))
    assert {entry.kind for entry in found} == kinds


@pytest.mark.parametrize(
    "text", ["Straße\u00a0ÉCOLE\n\tx", "e\u0301\u0327 ﬁ ² Ⅻ", "\u1e9b\u0323 İstanbul 한국 Σς", "\ud800", ""]
)
def test_texts_are_folded_character_by_character(text):
    whole = "".join(" " if c.isspace() else search._plain(c) for c in text)
    assert search.fold(text) == whole


def test_hits_are_marked_where_they_stand(db):
    entries = search.index(made("one"))
    wanted = search.terms("strassburg elodie")
    hit = search.hit(search.find(entries, wanted)[0], wanted)
    assert [text for text, found in hit.pieces if found] == ["Straßburg", "Élodie"]
    assert "".join(text for text, _ in hit.pieces).startswith(TEXT[:60])
    late = search.hit(search.find(entries, ["harbour"])[0], ["harbour"])
    assert late.pieces[0] == ("… ", False)
    assert ("harbour", True) in late.pieces


def test_hits_lead_to_the_sentence_or_to_the_words(db):
    entries = search.index(made("one"))
    by_kind = {e.kind: search.hit(e, ["holds"]) for e in search.find(entries, ["holds"])}
    assert by_kind["report"].address == "/desk/one/texts/r0/#e1-1"
    assert by_kind["statement"].address == "/desk/one/texts/r0/#e1-1"
    other = search.hit(search.find(entries, ["harbour"])[0], ["harbour"])
    assert other.address == "/desk/one/texts/r0/#:~:text=harbour"


def test_the_page_escapes_what_it_found(db, as_role):
    made("one")
    page = as_role("owner").get("/desk/one/search/", {"q": "<script> elodie"}).content.decode()
    assert "<mark>&lt;script&gt;</mark>" in page
    assert "<script>alert" not in page and "alert(1)" in page
    assert 'value="&lt;script&gt; elodie"' in page


def test_hits_come_a_page_at_a_time_and_by_kind(db, as_role):
    made("many", 30)
    client = as_role("owner")
    first = client.get("/desk/many/search/", {"q": "truce"}).content.decode()
    assert "60 places were found" in first and "Page 1 of 3" in first and first.count("<li><h3>") == 20
    statements = client.get("/desk/many/search/", {"q": "truce", "kind": "statement", "page": "2"}).content.decode()
    assert statements.count("<li><h3>") == 10 and "Page 2 of 2" in statements
    assert statements.count("Statement ·") == 10
    for page in ("99", "-1", "x"):
        assert client.get("/desk/many/search/", {"q": "truce", "page": page, "kind": "?"}).status_code == 200
    latest = re.findall(r"<h3><a[^>]*>(.*?)</a>", first)[0]
    assert "r27" in latest


def test_all_ones_dossiers_are_searched_and_no_others(people, as_role):
    made("mine", member=people["analyst"])
    made("theirs")
    page = as_role("analyst").get("/desk/search/", {"q": "truce"}).content.decode()
    assert "About mine" in page and "/desk/mine/texts/" in page
    assert "theirs" not in page
    assert "theirs" in as_role("owner").get("/desk/search/", {"q": "truce"}).content.decode()
    assert as_role("anonymous").get("/desk/search/").status_code == 302
    assert as_role("reader").get("/desk/theirs/search/", {"q": "truce"}).status_code == 404


@pytest.mark.parametrize("query", ["", "\x00", "a" * 5000, '"' * 50, "(?:[", "%", "\ud800"])
def test_odd_queries_do_no_harm(db, as_role, query):
    made("one")
    assert as_role("owner").get("/desk/one/search/", {"q": query.encode("utf-8", "replace")}).status_code == 200


def test_what_changed_is_found(db):
    dossier = made("one")
    assert not search.find(search.index(dossier), ["nowhere before"])
    extract = Extract.objects.get()
    Extract.objects.update(content=extract.content.replace("harbour", "nowhere before"), revision=2)
    assert search.find(search.index(dossier), ["nowhere before"])


def test_the_index_is_kept(db, monkeypatch):
    dossier = made("one", 20)
    first = search.index(dossier)
    monkeypatch.setattr(search, "_entries", lambda *_: pytest.fail("indexed twice"))
    assert search.index(Dossier.objects.get()) is first


def test_many_matches_in_one_text_stay_bounded(db):
    """Highlighting goes over the words around the first place, however often a letter comes."""
    entries = search.index(made("one"))
    begun = time.process_time()
    hit = search.hit(search.find(entries, ["e"])[0], ["e"])
    assert sum(len(text) for text, _ in hit.pieces) < 600
    assert time.process_time() - begun < 5

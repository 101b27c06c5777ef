"""The register of reports and the page of each: sentences in place, links led, before and after it is drawn up."""

from __future__ import annotations

import re

import pytest

from detente.desk import worker
from detente.desk.dossiers import rendering
from detente.desk.dossiers.current import current, extracted
from detente.desk.dossiers.models import Dossier, Extract, Rendering
from detente.desk.sources import reading
from detente.desk.sources.models import FILE

LIST = "/desk/north/texts/"


def page_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 200)])
def test_who_may_read_them(dossier, as_role, role, status):
    client = as_role(role)
    for path in (LIST, f"{LIST}{extracted(dossier).reports[0].id}/"):
        assert client.get(path).status_code == status
        assert client.post(path).status_code == 405


def test_the_register(dossier, as_role):
    page = page_of(as_role("analyst"), LIST)
    for report in extracted(dossier).reports:
        assert f'href="{LIST}{report.id}/"' in page
        assert report.title in page


def test_a_report_with_its_sentences(dossier, as_role):
    client = as_role("analyst")
    reports = extracted(dossier).reports
    for number, report in enumerate(reports, 1):
        page = page_of(client, f"{LIST}{report.id}/")
        assert page.count("<article") == 1
        assert f"Report {number} of 2" in page
        marks = re.findall(r"<mark[^>]*>(.*?)</mark>", page)
        assert marks
        evidence = {s.evidence.quote for s in current(dossier).statements if s.evidence.report == report.id}
        assert evidence
        bare = re.sub(r"\s+", " ", re.sub(r'<a class="number".*?</a>|<[^>]+>', "", page))
        for quote in evidence:
            assert quote in bare
        other = reports[2 - number]
        assert other.title not in page.split("<article")[1]
    assert client.get(f"{LIST}unknown/").status_code == 404
    assert client.get(f"{LIST}9/").status_code == 404


def test_links_lead_to_the_page_of_what_they_name(dossier, as_role):
    """From a section to the sentence in its report, and from there back; no link is left without its target."""
    client = as_role("analyst")
    seen: dict[str, str] = {}
    start = page_of(client, "/desk/north/see/positions/")
    to_reports = set(re.findall(rf'href="({LIST}[^"/]+/#e[^"]+)"', start))
    assert to_reports
    sources = {"/desk/north/see/positions/": start}
    for report in extracted(dossier).reports:
        sources[f"{LIST}{report.id}/"] = page_of(client, f"{LIST}{report.id}/")
    followed = 0
    for here, page in sources.items():
        for target in set(re.findall(r'href="([^"]*#[^"]+)"', page)):
            path, _, anchor = target.partition("#")
            path = path or here
            if path not in seen:
                seen[path] = page_of(client, path)
            assert f'id="{anchor}"' in seen[path], (here, target)
            followed += 1
    assert followed > 10


def test_by_its_number_in_the_brief(dossier, as_role):
    answer = as_role("analyst").get(f"{LIST}2/")
    assert answer.url == f"{LIST}{extracted(dossier).reports[1].id}/"


def test_before_it_is_drawn_up(dossier, as_role, settings):
    settings.WORK_INLINE = False
    client = as_role("analyst")
    report = extracted(dossier).reports[0]
    path = f"{LIST}{report.id}/"
    page = page_of(client, path)
    assert "this is the bare text" in page
    assert "<mark" not in page
    assert "Ein Abzug kommt nicht in Frage" in page
    assert f'hx-get="{path}" data-hx-trigger="every 2s"' in page
    hx = {"HX-Request": "true"}
    assert client.get(path, headers=hx).status_code == 204
    worker.finish()
    part = client.get(path, headers=hx).content.decode()
    assert part.startswith('<div id="text">')  # it does not ask again
    assert "<mark" in part and "<html" not in part


def test_a_new_report_is_shown_before_the_others_know_it(dossier, as_role, settings):
    client = as_role("analyst")
    page_of(client, LIST)
    settings.WORK_INLINE = False
    source, _ = reading.add(dossier, FILE, "a.txt", content=b"Oslo, 9 March 2026 - Norway rejected the <b>plan</b>.\n")
    assert reading.read_next()
    page = page_of(client, f"{LIST}{source.readings.get().report}/")
    assert "A new report" in page
    assert "rejected the &lt;b&gt;plan&lt;/b&gt;" in page


def test_reports_that_changed_places(dossier, as_role, settings):
    """An older rendering numbers the reports its own way: a report never shows another one's sentences."""
    client = as_role("analyst")
    first, second = extracted(dossier).reports
    page_of(client, f"{LIST}{first.id}/")
    settings.WORK_INLINE = False
    turned = extracted(dossier)
    turned.reports = [second, first]
    Extract.objects.filter(dossier=dossier).update(content=turned.model_dump_json(), revision=2)
    for report, other in ((first, second), (second, first)):
        article = page_of(client, f"{LIST}{report.id}/").split("<article")[1].split("</article>")[0]
        assert report.title in article
        assert other.title not in article
        assert "<mark" in article


def test_a_rendering_without_the_reports_order(dossier, as_role):
    """As an earlier version of the desk kept them."""
    client = as_role("analyst")
    report = extracted(dossier).reports[0]
    page_of(client, f"{LIST}{report.id}/")
    for row in Rendering.objects.all():
        del row.sections["order"]
        row.save()
    rendering._led.clear()
    assert report.title in page_of(client, f"{LIST}{report.id}/")


def test_furniture_is_folded_away(dossier, as_role, settings):
    text = (
        "<html><body><article><h1>Norway says no</h1><p>Oslo, 9 March 2026 - Norway rejected the withdrawal of troops. "
        "Sweden supports a ceasefire, said its foreign minister on Monday in Stockholm after the talks.</p></article>"
        "<footer><p>Subscribe to our <i>newsletter</i></p></footer></body></html>"
    )
    source, _ = reading.add(dossier, FILE, "a.html", content=text.encode())
    reading.read_next()
    report = source.readings.get().report
    settings.WORK_INLINE = False
    bare = page_of(as_role("analyst"), f"{LIST}{report}/")
    worker.finish()  # joined with the others; only then it can be drawn up
    page_of(as_role("analyst"), f"{LIST}{report}/")
    worker.finish()
    drawn = page_of(as_role("analyst"), f"{LIST}{report}/")
    assert "<mark" not in bare and "<mark" in drawn
    for page in (bare, drawn):
        folded = page.split('<details class="furniture">')[1].split("</details>")[0]
        assert "newsletter" in folded
        assert "newsletter" not in page.split('<details class="furniture">')[0]


def test_the_source_is_linked_without_a_trace(dossier, as_role, settings):
    content = extracted(dossier)
    content.reports[0].source = "https://example.org/a?b=1&c=<2>"
    content.reports[1].source = "javascript:alert(1)"
    Extract.objects.filter(dossier=dossier).update(content=content.model_dump_json(), revision=2)
    client = as_role("analyst")
    for inline in (False, True):
        settings.WORK_INLINE = inline
        link = re.search(r'<a href="https://example.org[^>]*>', page_of(client, f"{LIST}{content.reports[0].id}/"))[0]
        assert 'rel="noopener noreferrer external"' in link
        assert "<2>" not in link
        assert 'href="javascript' not in page_of(client, f"{LIST}{content.reports[1].id}/")


def test_the_report_that_it_repeats(dossier, as_role, settings):
    body = "Norway and Sweden met in Oslo on Friday to speak about the withdrawal of troops from the north. " * 3
    for name, head in (("one.txt", "The first headline"), ("two.txt", "Quite another one")):
        reading.add(dossier, FILE, name, content=f"{head}\n\n{body}Norway rejected it, said {name}.\n".encode())
    worker.finish()
    one, two = (dossier.sources.get(name=name).readings.get().report for name in ("one.txt", "two.txt"))
    client = as_role("analyst")
    for inline in (False, True):
        settings.WORK_INLINE = inline
        article = page_of(client, f"{LIST}{two}/").split("<article")[1]
        assert re.search(rf'<a href="{LIST}{one}/(#r\d+)?">', article)
    assert "repeats “The first headline”" in page_of(client, LIST)


def test_a_dossier_without_reports(people, as_role):
    made = Dossier.objects.create(slug="empty", title="Empty")
    made.members.add(people["analyst"])
    client = as_role("analyst")
    assert "No report has been read yet" in page_of(client, "/desk/empty/texts/")
    assert client.get("/desk/empty/texts/1/").status_code == 404
    assert "There are no reports yet" in page_of(client, "/desk/empty/sources/")


def test_in_german(dossier, as_role):
    client = as_role("analyst")
    client.cookies["language"] = "de"
    page = page_of(client, f"{LIST}{extracted(dossier).reports[0].id}/")
    assert "Bericht 1 von 2" in page and "Nächster Bericht" in page

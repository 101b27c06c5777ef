"""The HTML brief in Chromium: keyboard, policy, narrow screens, paper, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium, violations

import detente
from detente.briefing import compose, render_html

from .disputes import crowd, ferries, hostile, water

_BRIEFS = {"water": water, "ferries": ferries, "crowd": lambda: crowd(14, 11), "hostile": hostile}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("briefs")
    made = {}
    for name, make in _BRIEFS.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(render_html(compose(make(), draws=50)), "utf-8")
    return made


class Visit:
    """An open brief: the page, and everything that it complained about or asked for."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def focus(self) -> str:
        """The id of the focused element, else its href."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))


@pytest.mark.parametrize("name", _BRIEFS)
@pytest.mark.parametrize("width", [360, 1280])
def test_quiet_without_network_and_without_sideways_scrolling(
    browser: Any, files: dict[str, Path], name: str, width: int
) -> None:
    with Visit(browser, files[name], viewport={"width": width, "height": 800}) as visit:
        assert visit.page.locator("h1").is_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.complaints == []
        assert visit.requests == [files[name].as_uri()]


def test_what_was_read_fits_a_small_screen(browser: Any, tmp_path: Path) -> None:
    dossier = detente.read([str(Path(__file__).parents[2] / "examples" / "summit")])
    for language in ("de", "en"):
        file = tmp_path / f"{language}.html"
        file.write_text(render_html(compose(dossier, language=language)), "utf-8")
        with Visit(browser, file, viewport={"width": 360, "height": 800}) as visit:
            assert visit.page.locator("#holding table").count() == 2
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_policy_is_in_force(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["water"]) as visit:
        visit.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}))"
        )
        visit.page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
        visit.page.wait_for_function("true")
        assert visit.page.evaluate("window.x") is None
        assert len([c for c in visit.complaints if "Content Security Policy" in c]) == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_to_the_evidence_and_back_by_keyboard(browser: Any, files: dict[str, Path], javascript: bool) -> None:
    with Visit(browser, files["water"], java_script_enabled=javascript) as visit:
        page = visit.page
        first = page.locator("#state a.ref").first
        target = first.get_attribute("href")
        came_from = first.get_attribute("id")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator("a.ref:focus").count():
                break
        assert page.locator("a.ref:focus").get_attribute("id") == came_from
        page.keyboard.press("Enter")
        sentence = page.locator(f"mark{target}:target")
        sentence.wait_for()
        assert page.locator("mark:focus").get_attribute("id") == target[1:]
        box = sentence.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < page.viewport_size["height"]
        page.keyboard.press("Tab")  # the number before the sentence leads to its note
        page.keyboard.press("Enter")
        assert page.locator(":target").get_attribute("id") == "n" + target[2:]
        for _ in range(3):
            page.keyboard.press("Tab")
            if page.locator(".uses a:focus").count():
                break
        page.keyboard.press("Enter")
        assert page.locator(":target").get_attribute("id") == came_from


def test_the_skip_link_comes_first(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["ferries"]) as visit:
        visit.page.keyboard.press("Tab")
        assert visit.focus() == "#state"


def test_a_sentence_in_pieces_lights_up_as_a_whole(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["hostile"]) as visit:
        visit.page.locator("a.ref[href='#e1-1']").first.click()
        visit.page.locator("mark.lit").first.wait_for()
        assert visit.page.locator("mark.lit").count() == visit.page.locator("mark[data-sentence='e1-1']").count() > 1


def test_choosing_a_party_marks_what_concerns_it(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["ferries"]) as visit:
        visit.page.select_option("#party-filter", label="Leo Tarn")
        marked = visit.page.locator("[data-party].picked")
        assert visit.page.locator(".course .picked").count() == 1
        assert 0 < marked.count() < visit.page.locator("[data-party]").count()
        visit.page.select_option("#party-filter", value="")
        assert marked.count() == 0


def test_without_javascript_everything_is_there(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["water"], java_script_enabled=False) as visit:
        assert not visit.page.locator(".filter").is_visible()
        assert visit.page.locator("#scales svg").count() == 4
        visit.page.locator("details.furniture summary").first.click()
        assert visit.page.get_by_text("Jetzt Boot mieten!").is_visible()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("water", 360, "dark"),
        ("water", 1280, "light"),
        ("ferries", 360, "light"),
        ("ferries", 1280, "dark"),
        ("crowd", 360, "light"),
    ],
)
def test_accessible(browser: Any, files: dict[str, Path], name: str, width: int, scheme: str) -> None:
    with Visit(browser, files[name], viewport={"width": width, "height": 800}, color_scheme=scheme) as visit:
        visit.page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        assert violations(visit.page, least=20) == []


def test_on_paper(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["crowd"]) as visit:
        visit.page.emulate_media(media="print")
        assert not visit.page.locator("nav").is_visible()
        assert visit.page.evaluate("getComputedStyle(document.querySelector('#reports')).breakBefore") == "page"
        # what is folded on screen because it is long is printed
        assert visit.page.get_by_text("Punkt 10").first.is_visible()
        assert visit.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")

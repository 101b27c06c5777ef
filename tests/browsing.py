"""Chromium for tests that need a browser; they are skipped, with the reason, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


# What a page has to keep of WCAG 2.2 AA, and more.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


# Only what is asked for comes back: the whole of what axe finds is long.
_RUN = """async ([where, asked, least]) => {
    const found = await axe.run(where, asked);
    if (found.passes.length <= least) throw Error(`only ${found.passes.length} rules had something to look at`);
    return found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 200))]);
}"""


def violations(
    page: Any, rules: dict[str, Any] = RULES, where: str = "html", least: int = -1
) -> list[tuple[str, list[str]]]:
    """What axe finds wrong in this part of a page: each rule with where it is broken.

    More than `least` rules must have found something that keeps them.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    # A content security policy allows no script but the page's own; what the browser's driver evaluates is none of it.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    asked = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    return [(rule, places) for rule, places in page.evaluate(_RUN, [where, asked, least])]


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium on this machine (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()

"""What the documentation shows works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from detente.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", (ROOT / page).read_text("utf-8"))


@pytest.mark.parametrize("page", ["README.md", "docs/library.md"])
def test_python_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "reports").symlink_to(ROOT / "examples" / "wages")
    (tmp_path / "mails").mkdir()
    for copy, example in (
        ("report.txt", "wages/2026-02-03-auftakt.txt"),
        ("mails/a.eml", "wages/2026-03-27-pressemitteilung.eml"),
    ):
        (tmp_path / copy).write_bytes((ROOT / "examples" / example).read_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), names)
    assert (tmp_path / "brief.html").exists()
    assert "|" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_called_as_they_can_be(page: str) -> None:
    for block in blocks(page, "sh"):
        for line in re.findall(r"(?m)(?:^|\| |/)detente (.*)$", block):
            arguments = shlex.split(line.split(" | ")[0], comments=True)
            if arguments[0].startswith("--"):
                continue
            command = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
            command.make_context(arguments[0], arguments[1:])


@pytest.mark.parametrize("page", [*PAGES, "examples/README.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in links if not ((ROOT / page).parent / link.split("#")[0]).exists()] == []

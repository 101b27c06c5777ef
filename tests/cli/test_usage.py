"""Help, version, completion, and one clear line for each mistake in the call, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.conftest import Run

COMMANDS = ("brief", "read", "settle", "export", "codebooks")


@pytest.mark.parametrize("language", ["de", "en"])
def test_help_names_all_commands(run: Run, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("DETENTE_LANG", language)
    shown = run("--help")
    assert (shown.code, shown.err) == (0, "")
    assert all(f"\n  {command} " in shown.out for command in COMMANDS)
    assert shown.out.startswith({"de": "Aufruf: detente", "en": "Usage: detente"}[language])
    assert {"de": "Befehle:", "en": "Commands:"}[language] in shown.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_help_of_each_command_is_in_one_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, language: str
) -> None:
    monkeypatch.setenv("DETENTE_LANG", language)
    shown = run(command, "--help")
    assert shown.code == 0
    other = {"de": ("Usage", "Options:", "Show", "required"), "en": ("Aufruf", "Optionen", "zeigen", "erforderlich")}
    assert not any(word in shown.out for word in other[language])
    assert all(len(line) <= 80 for line in shown.out.splitlines())


def test_help_follows_the_flag(run: Run) -> None:
    assert run("brief", "--lang", "de", "--help").out.startswith("Aufruf: detente brief [OPTIONS] SOURCES...")


def test_no_command_shows_help_as_a_mistake(run: Run) -> None:
    shown = run()
    assert (shown.code, shown.out) == (2, "")
    assert "brief" in shown.err


def test_version(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"détente {version('detente')}\n"


@pytest.mark.parametrize(
    ("arguments", "english", "german"),
    [
        (["breif"], "there is no command 'breif'", "den Befehl 'breif' gibt es nicht"),
        (["brief"], "SOURCES is missing", "SOURCES fehlt"),
        (["brief", "--bold", "x"], "there is no option --bold", "die Option --bold gibt es nicht"),
        (["brief", "x", "-o"], "the option -o needs a value", "die Option -o braucht einen Wert"),
        (["read", "x", "--json=yes"], "the option --json takes no value", "die Option --json nimmt keinen Wert"),
        (["export", "x"], "--output is missing", "--output fehlt"),
        (
            ["export", "x", "-o", "x.docx"],
            "the ending of x.docx names no format; say --format json|csv|graphml|dna|plover",
            "die Endung von x.docx nennt kein Format; bitte --format json|csv|graphml|dna|plover angeben",
        ),
        (
            ["export", "x", "-o", "y", "--format", "docx"],
            "--format must be one of json, csv, graphml, dna, plover",
            "--format muss eines sein von json, csv, graphml, dna, plover",
        ),
        (["codebooks", "nope"], 'no codebook "nope"', 'no codebook "nope"'),
        (["brief", "x", "--codebook", "nope"], 'no codebook "nope"', 'no codebook "nope"'),
    ],
)
def test_mistakes_cost_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], english: str, german: str
) -> None:
    for language, expected in (("en", english), ("de", german)):
        monkeypatch.setenv("DETENTE_LANG", language)
        shown = run(*arguments)
        assert (shown.code, shown.out) == (2, "")
        assert shown.err.startswith(f"detente: {expected}")
        assert shown.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_language_is_refused(run: Run, command: str) -> None:
    arguments = [] if command == "codebooks" else ["x"]
    if command == "export":
        arguments += ["-o", "x.json"]
    shown = run(command, *arguments, "--lang", "fr")
    assert shown.code == 2
    assert shown.err == "detente: --lang: lang = fr will not do; expected: de, en\n"


def test_a_wrong_settings_file_is_named(run: Run) -> None:
    Path("detente.toml").write_text("lang = ")
    shown = run("read", "x")
    assert shown.code == 2
    assert shown.err.startswith("detente: detente.toml cannot be used: ")
    Path("detente.toml").write_text('langue = "de"')
    assert run("read", "x").err == (
        "detente: detente.toml: langue = de will not do; expected: lang, codebooks, workers, precision, backend\n"
    )


def test_completion_script_and_completions(run_apart: Run) -> None:
    script = run_apart("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert script.code == 0
    assert "complete -o default -F" in script.out
    # A name of its own stands in for what the installed script calls the program.
    words = {"COMP_WORDS": "detente br", "COMP_CWORD": "1", "_DETENTE_COMPLETE": "complete_bash"}
    assert run_apart(**words).out.split() == ["brief"]
    words |= {"COMP_WORDS": "detente brief x --lang ", "COMP_CWORD": "4"}
    assert run_apart(**words).out.split() == ["de", "en"]
    words |= {"COMP_WORDS": "detente brief x --codebook pea", "COMP_CWORD": "4"}
    assert run_apart(**words).out.split() == ["peace"]


def test_help_loads_nothing_heavy(run_apart: Run) -> None:
    code = (
        "import sys\n"
        "from detente.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "print(','.join(sorted(sys.modules)), file=sys.stderr)\n"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.strip().split(","))
    assert "detente.cli.commands" in loaded
    assert not loaded & {"pydantic", "numpy", "rich", "lxml", "networkx", "HanTa", "detente.workflow", "jinja2"}

"""Messages in both languages: the same keys, the same places to fill in, and the right choice of language."""

from __future__ import annotations

import re
import string
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from detente.cli import wording
from detente.reports.model import FailureCode


def messages(language: str) -> dict[str, str]:
    sections = tomllib.loads((files("detente.cli") / "messages" / f"{language}.toml").read_text("utf-8"))
    return {f"{section}.{name}": words for section, names in sections.items() for name, words in names.items()}


def test_both_languages_say_the_same() -> None:
    german, english = messages("de"), messages("en")
    assert german.keys() == english.keys()
    for key, words in english.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(each) if name} for each in (words, german[key])]
        assert fields[0] == fields[1] or key.startswith("failure."), key


def test_every_reason_has_words() -> None:
    codes = {key.removeprefix("failure.") for key in messages("de") if key.startswith("failure.")}
    assert codes == set(get_args(FailureCode))


def test_every_message_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(wording.__file__).parent.glob("*.py"))
    named = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code)) | set(re.findall(r"'([a-z_]+\.[a-z_]+)'", code))
    composed = set(re.findall(r'f["\']([a-z_]+\.[a-z_]*)\{', code))
    by_parameter = ("option", "brief", "read", "export", "serve")
    for key in messages("en"):
        section, name = key.split(".")
        worded = section in by_parameter or name == "sources"
        assert key in named or any(key.startswith(p) for p in composed) or worded, key


@pytest.mark.parametrize(
    ("arguments", "environ", "language"),
    [
        (["brief", "x", "--lang", "de"], {"DETENTE_LANG": "en", "LANG": "en_GB.UTF-8"}, "de"),
        (["brief", "x", "--lang=en"], {"DETENTE_LANG": "de"}, "en"),
        (["brief", "x"], {"DETENTE_LANG": "de", "LANG": "en_GB.UTF-8"}, "de"),
        (["brief", "x"], {"LANG": "de_AT.UTF-8"}, "de"),
        (["brief", "x"], {"LC_ALL": "C", "LANG": "de_AT.UTF-8"}, "en"),
        (["brief", "x"], {"LC_MESSAGES": "de_DE", "LANG": "en_US"}, "de"),
        (["brief", "x"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["brief", "x"], {}, "en"),
        (["brief", "x", "--lang", "xx"], {"LANG": "de_DE.UTF-8"}, "de"),
        (["brief", "x", "--lang"], {}, "en"),
    ],
)
def test_choice_of_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], environ: dict[str, str], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert wording.choose(arguments, environ) == language


def test_language_of_the_file_before_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "detente.toml").write_text('lang = "de"')
    monkeypatch.chdir(tmp_path)
    assert wording.choose([], {"LANG": "en_US.UTF-8"}) == "de"


def test_unknown_message_is_a_fault() -> None:
    with pytest.raises(KeyError):
        wording.text("error.nonsense")

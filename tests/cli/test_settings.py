"""Flags over environment over detente.toml over defaults, and clear errors for what will not do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.settings import SettingsError, load


def configure(folder: Path, content: str) -> Path:
    (folder / "detente.toml").write_text(content, "utf-8")
    return folder


def test_defaults(tmp_path: Path) -> None:
    settings = load(environ={}, folder=tmp_path)
    assert settings.language is None
    assert settings.codebooks == ()
    assert settings.workers == os.cpu_count()


def test_file_over_defaults(tmp_path: Path) -> None:
    folder = configure(tmp_path, 'lang = "de"\ncodebooks = ["peace", "own.toml"]\nworkers = 3\n')
    settings = load(environ={}, folder=folder)
    assert settings.language == "de"
    assert settings.codebooks == ("peace", "own.toml")
    assert settings.workers == 3


def test_environment_over_file(tmp_path: Path) -> None:
    folder = configure(tmp_path, 'lang = "de"\ncodebooks = ["peace"]\nworkers = 3\n')
    environ = {"DETENTE_LANG": "en", "DETENTE_CODEBOOKS": "wages, trade", "DETENTE_WORKERS": "1"}
    settings = load(environ=environ, folder=folder)
    assert settings.language == "en"
    assert settings.codebooks == ("wages", "trade")
    assert settings.workers == 1


def test_flags_over_environment(tmp_path: Path) -> None:
    environ = {"DETENTE_LANG": "en", "DETENTE_CODEBOOKS": "wages"}
    settings = load(language="de", codebooks=["trade"], environ=environ, folder=tmp_path)
    assert settings.language == "de"
    assert settings.codebooks == ("trade",)


def test_empty_environment_counts_as_unset(tmp_path: Path) -> None:
    folder = configure(tmp_path, 'lang = "de"\ncodebooks = ["peace"]\nworkers = 2\n')
    settings = load(environ={"DETENTE_LANG": "", "DETENTE_CODEBOOKS": "", "DETENTE_WORKERS": ""}, folder=folder)
    assert (settings.language, settings.codebooks, settings.workers) == ("de", ("peace",), 2)


@pytest.mark.parametrize(
    ("content", "where", "name"),
    [
        ('lang = "fr"', "detente.toml", "lang"),
        ("lang = 3", "detente.toml", "lang"),
        ('codebooks = "peace"', "detente.toml", "codebooks"),
        ("codebooks = [1]", "detente.toml", "codebooks"),
        ("workers = 0", "detente.toml", "workers"),
        ("workers = true", "detente.toml", "workers"),
        ("workers = 1.5", "detente.toml", "workers"),
        ('backend = "gpt"', "detente.toml", "backend"),
        ('backend = ["llm"]', "detente.toml", "backend"),
        ('langauge = "de"', "detente.toml", "langauge"),
        ("lang = ", "detente.toml", ""),
    ],
)
def test_wrong_in_file(tmp_path: Path, content: str, where: str, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environ={}, folder=configure(tmp_path, content))
    assert (caught.value.where, caught.value.name) == (where, name)
    assert "detente.toml" in str(caught.value)


def test_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "detente.toml").write_bytes('codebooks = ["löhne.toml"]'.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"detente\.toml"):
        load(environ={}, folder=tmp_path)


@pytest.mark.parametrize(
    ("environ", "where"),
    [({"DETENTE_LANG": "xx"}, "DETENTE_LANG"), ({"DETENTE_WORKERS": "many"}, "DETENTE_WORKERS")],
)
def test_wrong_in_environment(tmp_path: Path, environ: dict[str, str], where: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environ=environ, folder=tmp_path)
    assert caught.value.where == where


def test_wrong_flag_is_named_by_its_flag(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"--lang: lang = 'fr'; expected de, en"):
        load(language="fr", environ={"DETENTE_LANG": "de"}, folder=tmp_path)

"""--backend on the command line, against a server that runs here."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from reading.model_server import Asked, Reply, error, item, only_norway, serving, statements

import detente
from cli.conftest import Run
from detente.reading.backends import BackendError, LanguageModel

TEXT = """Norwegen und Schweden streiten über Käse

OSLO (nda) - Norwegen fordert höhere Quoten für Käse.
Die schwedische Handelsministerin Karla Mönch nannte die Quoten am Montag in Oslo eine Zumutung.
"""
GOOD = item("Karla Mönch", "oppose", "die Quoten", "nannte die Quoten am Montag in Oslo eine Zumutung")
INVENTED = item("Karla Mönch", "support", "die Quoten", "sie begrüße die Quoten von ganzem Herzen")
WRONG = item("Norwegen", "oppose", "höhere Quoten", "Norwegen fordert höhere Quoten für Käse")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    only_norway(monkeypatch)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    return path


def point_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DETENTE_LLM_URL", url)
    monkeypatch.setenv("DETENTE_LLM_MODEL", "tiny")
    monkeypatch.setenv("DETENTE_LLM_KEY", "sk-secret")


def by_llm(out: str) -> list[dict[str, str]]:
    return [s for s in json.loads(out)["statements"] if s["rule"] == "llm"]


def test_what_is_proposed_is_counted_in_one_line(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(statements(GOOD, GOOD, INVENTED, WRONG, "no item")) as server:
        point_at(monkeypatch, server.url)
        shown = run("read", story, "--json", "--backend", "llm", "--lang", "en")
        german = run("read", story, "--json", "--backend", "llm", "--lang", "de")
    assert shown.code == german.code == 0
    assert [s["evidence"]["quote"] for s in by_llm(shown.out)] == [GOOD["quote"]]  # type: ignore[index]
    assert shown.err == (
        "detente: llm (tiny): 5 statements proposed, 1 added; dropped, of no usable form: 1; "
        "dropped, quote not in the report: 1; dropped, stance not found there: 1; read already: 1\n"
    )
    assert german.err.startswith("detente: llm (tiny): 5 Aussagen vorgeschlagen, 1 aufgenommen; verworfen")
    assert "sk-secret" not in shown.out + shown.err


def test_nothing_is_sent_unless_asked_for(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(statements(GOOD)) as server:
        point_at(monkeypatch, server.url)
        alone = run("read", story, "--json")
        rules = run("read", story, "--json", "--backend", "rules")
        assert server.asked == []
        assert (alone.out, alone.err, alone.code) == (rules.out, "", 0)
        monkeypatch.setenv("DETENTE_BACKEND", "llm")
        assert by_llm(run("read", story, "--json").out)
        assert not by_llm(run("read", story, "--json", "--backend", "rules").out)
        monkeypatch.delenv("DETENTE_BACKEND")
        Path("detente.toml").write_text('backend = "llm"\n')
        assert by_llm(run("read", story, "--json").out)
    assert len(server.asked) == 2


def test_a_back_end_that_fails_on_one_report_costs_only_its_items_there(
    run: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("OSLO (nda) - Norwegen fordert mehr Fisch. Wo er herkommen soll, ist unklar.\n", "utf-8")

    def answer(asked: Asked) -> Reply:
        return error(400) if "mehr Fisch" in asked.text else statements(GOOD)

    with serving(answer) as server:
        point_at(monkeypatch, server.url)
        shown = run("read", story, other, "--json", "--backend", "llm", "--lang", "en")
    assert shown.code == 1
    assert len(by_llm(shown.out)) == 1
    first, second = shown.err.splitlines()
    assert first == f"detente: {other}: the back end added nothing or not all: its server refused (HTTP 400)"
    assert second == "detente: llm (tiny): 1 statements proposed, 1 added"
    reports = {s["evidence"]["report"] for s in json.loads(shown.out)["statements"]}
    assert len(reports) == 2


def test_a_server_that_is_not_there(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(monkeypatch, "http://127.0.0.1:9/v1")  # the port "discard": nobody listens
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    shown = run("brief", story, "--backend", "llm", "--lang", "en")
    assert shown.code == 1
    assert "its server cannot be reached (ConnectError)" in shown.err
    assert "Norway" in shown.out or "Norwegen" in shown.out


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DETENTE_LLM_MODEL": "tiny"}, "DETENTE_LLM_URL"),
        ({"DETENTE_LLM_URL": "http://h/v1"}, "DETENTE_LLM_MODEL"),
        ({"DETENTE_LLM_URL": "file:///x", "DETENTE_LLM_MODEL": "tiny"}, "http or https"),
        ({"DETENTE_LLM_URL": "http://h/v1", "DETENTE_LLM_MODEL": "tiny", "DETENTE_LLM_KEY": "ä"}, "DETENTE_LLM_KEY"),
    ],
)
def test_what_is_missing_is_named(
    run: Run, story: Path, environ: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    shown = run("read", story, "--backend", "llm", "--lang", "en")
    assert (shown.code, shown.out) == (2, "")
    assert words in shown.err
    assert shown.err.count("\n") == 1


def test_the_extra_that_is_missing_is_named(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.backends.llm.find_spec", lambda name: None)
    monkeypatch.setattr("detente.reading.backends.spacy.find_spec", lambda name: None)
    for backend, extra in (("llm", "llm"), ("spacy:en_core_web_sm", "spacy")):
        shown = run("read", story, "--backend", backend, "--lang", "en")
        assert shown.code == 2
        assert f"pip install 'detente[{extra}]'" in shown.err


@pytest.mark.parametrize("backend", ["gpt", "spacy:", "spacy", ""])
def test_an_unknown_back_end(run: Run, story: Path, backend: str) -> None:
    shown = run("read", story, f"--backend={backend}", "--lang", "en")
    if not backend:  # as if it were not there, like every setting
        assert shown.code == 0
        return
    assert shown.code == 2
    assert "rules, llm, spacy:NAME" in shown.err


def test_the_library_warns_of_what_was_dropped(story: Path) -> None:
    with serving(statements(GOOD, INVENTED)) as server:
        model = LanguageModel(server.url, "tiny")
        with pytest.warns(detente.BackendWarning, match="2 statements proposed, 1 added, 1 dropped"):
            dossier = detente.read([story], backend=model)
        result = detente.read_all([story], backend=model)
    assert [s.rule for s in dossier.statements].count("llm") == 1
    assert result.backend is not None
    assert (result.backend.proposed, result.backend.added, result.backend.dropped) == (2, 1, {"not_verbatim": 1})
    assert result.failures == []
    assert detente.read_all([story]).backend is None


def test_the_library_names_what_it_does_not_know(story: Path) -> None:
    with pytest.raises(ValueError, match="unknown back end 'gpt'"):
        detente.read_all([story], backend="gpt")


def test_several_processes_use_it_too(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}Es war Tag {number}.\n", "utf-8")

    def answer(asked: Asked) -> Reply:
        return statements(GOOD) if "Es war Tag 7." in asked.text else statements(INVENTED)

    with serving(answer) as server:
        result = detente.read_all([tmp_path], backend=LanguageModel(server.url, "tiny", "sk-secret"), workers=2)
    assert len(server.asked) == 12
    assert result.failures == []
    assert result.backend is not None
    assert result.backend.proposed == 12
    # Our own reader may have found the good one before; the others are invented whoever reads.
    assert result.backend.dropped["not_verbatim"] == 11


@pytest.mark.skipif(find_spec("spacy") is None, reason="spaCy is not installed (pip install detente[spacy])")
def test_a_pipeline_that_is_not_there(story: Path) -> None:
    with pytest.raises(BackendError) as caught:
        detente.read_all([story], backend="spacy:no_such_pipeline")
    assert caught.value.code == "no_pipeline"


def test_score_measures_it_too(run: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "story.txt").write_text(TEXT, "utf-8")
    party = {"name": "Karla Mönch", "kind": "person", "of": None, "aliases": [], "core": True}
    stated = {"speaker": "Karla Mönch", "stance": "oppose", "issue": "die Quoten", "anchor": "eine Zumutung"}
    annotation = {"id": "story", "lang": "de", "parties": [party], "statements": [stated], "events": []}
    (gold / "story.json").write_text(json.dumps(annotation), "utf-8")
    with serving(statements(GOOD)) as server:
        point_at(monkeypatch, server.url)
        alone = json.loads(run("score", gold, "--json").out)["totals"]["de"]["statement"]
        shown = run("score", gold, "--json", "--backend", "llm", "--lang", "en")
        proposed = json.loads(shown.out)["totals"]["de"]["statement"]
    assert (alone["found"], proposed["found"]) == (0, 1)
    assert shown.err == "detente: llm (tiny): 1 statements proposed, 1 added\n"
    assert shown.code == 0

"""What counts as found, missed and spurious."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.contract import Dossier, Event, Evidence, Party, Report, Statement
from detente.scoring import Annotation, AnnotationError, Figures, Score, load_annotations, score, total

SHARED = Path(__file__).parents[2].parent / "shared" / "gold"
TEXT = (
    "The miners' union wants a longer shift break. The Mine Board refused. Ada Voss, its head, met the union on Friday."
)


def annotated(**more: object) -> Annotation:
    return Annotation.model_validate(
        {
            "id": "mine",
            "lang": "en",
            "parties": [
                {"name": "miners' union", "aliases": ["union"], "core": True},
                {"name": "Mine Board", "core": True},
                {"name": "Ada Voss", "kind": "person", "of": "Mine Board", "core": True},
                {"name": "Friday club"},
            ],
            "statements": [
                {"speaker": "miners' union", "stance": "support", "issue": "shift break", "anchor": "wants a longer"},
                {"speaker": "Ada Voss", "stance": "oppose", "issue": "shift break", "anchor": "Board refused"},
            ],
            "events": [{"type": "meet", "participants": ["Ada Voss", "miners' union"], "anchor": "met the union"}],
            **more,
        }
    )


def read(statements: list[tuple[str, str, str, str]], events: list[tuple[str, list[str], str]] = ()) -> Dossier:  # type: ignore[assignment]
    def place(quote: str) -> Evidence:
        return Evidence(report="r", start=TEXT.index(quote), end=TEXT.index(quote) + len(quote), quote=quote)

    return Dossier(
        reports=[Report(id="r", text=TEXT, language="en")],
        parties=[
            Party(id="u", name="The Miners' Union", kind="organisation"),
            Party(id="b", name="Mine-Board", kind="organisation"),
            Party(id="v", name="A. Voss", kind="person"),
        ],
        statements=[
            Statement.model_validate(
                {"id": f"s{n}", "party": party, "stance": stance, "topic": topic, "cue": "", "evidence": place(quote),
                 "rule": "x", "confidence": 1.0}
            )
            for n, (party, stance, topic, quote) in enumerate(statements)
        ],
        events=[
            Event.model_validate({"id": f"e{n}", "type": type, "participants": who, "evidence": place(quote)})
            for n, (type, who, quote) in enumerate(events)
        ],
    )  # fmt: skip


WANTS = ("u", "support", "longer break", "The miners' union wants a longer shift break.")


def figures(found: Score, kind: str) -> tuple[int, int, int]:
    f = found.figures[kind]  # type: ignore[index]
    return f.found, f.missed, f.spurious


def test_names_match_by_letters_articles_hyphens_and_last_names() -> None:
    assert figures(score(annotated(), TEXT, read([])), "party") == (3, 0, 0)


def test_a_party_that_nobody_annotated_is_spurious_and_only_core_ones_are_missed() -> None:
    dossier = read([])
    dossier.parties = [Party(id="x", name="Shift", kind="group")]
    found = score(annotated(), TEXT, dossier)
    assert figures(found, "party") == (0, 3, 1)
    assert found.missed["party"] == ("Ada Voss", "Mine Board", "miners' union")
    assert found.spurious["party"] == ("Shift",)


def test_a_statement_needs_sentence_stance_and_speaker() -> None:
    right = score(annotated(), TEXT, read([WANTS]))
    assert figures(right, "statement") == (1, 1, 0)
    assert right.missed["statement"] == ("Ada Voss oppose shift break | Board refused",)
    for wrong in (
        ("u", "oppose", *WANTS[2:]),
        ("b", *WANTS[1:]),
        ("u", "support", "break", "The Mine Board refused."),
    ):
        assert figures(score(annotated(), TEXT, read([wrong])), "statement") == (0, 2, 1)


def test_whom_a_speaker_speaks_for_stands_for_the_speaker() -> None:
    refused = ("b", "oppose", "break", "The Mine Board refused.")
    assert figures(score(annotated(), TEXT, read([refused])), "statement") == (1, 1, 0)


def test_another_speaker_may_be_admitted() -> None:
    coded = {"speaker": "Ada Voss", "stance": "support", "issue": "x", "anchor": "wants a longer"}
    admitted = annotated(statements=[coded | {"alt_speakers": ["miners' union"]}])
    assert figures(score(admitted, TEXT, read([WANTS])), "statement") == (1, 0, 0)
    assert figures(score(annotated(statements=[coded]), TEXT, read([WANTS])), "statement") == (0, 1, 1)


def test_optional_items_count_neither_way() -> None:
    coded = {
        "speaker": "miners' union",
        "stance": "support",
        "issue": "break",
        "anchor": "wants a longer",
        "optional": True,
    }
    assert figures(score(annotated(statements=[coded]), TEXT, read([WANTS])), "statement") == (0, 0, 0)
    assert figures(score(annotated(statements=[coded]), TEXT, read([])), "statement") == (0, 0, 0)


def test_one_item_is_found_once() -> None:
    assert figures(score(annotated(), TEXT, read([WANTS, WANTS])), "statement") == (1, 1, 1)


def test_the_issue_is_right_where_a_word_is_shared() -> None:
    assert figures(score(annotated(), TEXT, read([WANTS])), "issue") == (1, 0, 0)
    other = score(annotated(), TEXT, read([("u", "support", "money", WANTS[3])]))
    assert figures(other, "issue") == (0, 1, 0)
    assert other.missed["issue"] == ("money ≠ shift break",)


@pytest.mark.parametrize(
    ("type", "who", "expected"),
    [
        ("call", ["u", "b"], (1, 0, 0)),  # of the same family, and the board stands for its head
        ("meet", ["u"], (1, 0, 0)),  # half of the participants
        ("meet", [], (0, 1, 1)),
        ("agree", ["u", "v"], (0, 1, 1)),
    ],
)
def test_an_event_needs_family_and_half_of_the_participants(
    type: str, who: list[str], expected: tuple[int, int, int]
) -> None:
    met = "Ada Voss, its head, met the union on Friday."
    assert figures(score(annotated(), TEXT, read([], [(type, who, met)])), "event") == expected


def test_shares_and_sums() -> None:
    both = total([Figures(3, 1, 0), Figures(1, 1, 2)])
    assert (both.precision, both.recall) == (4 / 6, 4 / 6)
    assert both.f1 == pytest.approx(2 / 3)
    assert (Figures().precision, Figures().recall, Figures().f1) == (0.0, 0.0, 0.0)


def test_the_figures_are_those_of_the_gold_sets_own_scorer() -> None:
    if not SHARED.exists():
        pytest.skip("../shared/gold is not there")
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "score.py")
    assert spec and spec.loader
    theirs: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    for annotation, file in load_annotations(SHARED / "dev", SHARED / "texts")[:6]:
        dossier, text = detente.read([file]), file.read_text("utf-8")
        gold = json.loads((SHARED / "dev" / f"{annotation.id}.json").read_text("utf-8"))
        wanted = theirs.score_document(gold, text, json.loads(dossier.model_dump_json()))["counts"]
        found = score(annotation, text, dossier)
        assert {kind: list(figures(found, kind)) for kind in found.figures} == wanted, annotation.id


def write(folder: Path, **more: object) -> Path:
    (folder / "mine.json").write_text(annotated(**more).model_dump_json(), "utf-8")
    (folder / "mine.txt").write_text(TEXT, "utf-8")
    return folder


def test_annotations_are_loaded_with_their_texts(tmp_path: Path) -> None:
    ((annotation, file),) = load_annotations(write(tmp_path))
    assert (annotation, file.name) == (annotated(), "mine.txt")


def test_flawed_annotations_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="no such folder"):
        load_annotations(tmp_path / "nowhere")
    with pytest.raises(AnnotationError, match="no annotation"):
        load_annotations(tmp_path)
    write(tmp_path, events=[{"type": "meet", "anchor": "met nobody"}])
    with pytest.raises(AnnotationError, match=r"mine\.json: the anchor 'met nobody' does not stand"):
        load_annotations(tmp_path)
    (tmp_path / "mine.json").write_text('{"id": "mine", "lang": "en", "statements": [{"stance": "maybe"}]}')
    with pytest.raises(AnnotationError, match=r"mine\.json: statements\.0\.speaker"):
        load_annotations(tmp_path)
    (tmp_path / "mine.json").write_text("{")
    with pytest.raises(AnnotationError, match="not JSON"):
        load_annotations(tmp_path)

"""A language model as a back end, against a server that speaks the protocol and misbehaves."""

from __future__ import annotations

import json
import pickle
import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import Asked, Item, Reply, completion, error, item, only_norway, serving, statements

from detente.contract import Report, Statement
from detente.reading import Reading, read, read_with
from detente.reading.analysis import analyse
from detente.reading.backends import BackendError, LanguageModel
from detente.reading.backends.answers import UnusableError, read_answer
from detente.reading.backends.llm import PART, split

TEXT = """Norway and Sweden at odds over cheese

OSLO (nda) - Norway demands higher quotas. The Swedish trade minister Karla Holm spoke in Oslo on Monday.
"The quota is a burden, and an unfair one," she told reporters there. Denmark did not rule out a higher quota.
"""
KEY = "sk-very-secret"
BURDEN = item("Karla Holm", "oppose", "the quota", "The quota is a burden, and an unfair one")
OPEN = item("Denmark", "open", "a higher quota", "Denmark did not rule out a higher quota")


def report(text: str = TEXT, language: str = "en") -> Report:
    return Report(id="r", language=language, title=text.split("\n")[0], text=text)


def model(url: str, timeout: float = 5.0, pause: float = 0.01, tries: int = 3) -> LanguageModel:
    return LanguageModel(url, "tiny", KEY, timeout=timeout, pause=pause, tries=tries)


def added(found: Reading) -> list[Statement]:
    return [s for s in found.dossier.statements if s.rule == "llm"]


def counts(found: Reading) -> tuple[int, int, dict[str, int]]:
    assert found.tally is not None
    return found.tally.proposed, found.tally.added, dict(found.tally.dropped)


def failed(found: Reading) -> str:
    assert found.failure is not None
    return found.failure.reason


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(autouse=True)
def our_own_reader_is_not_first(monkeypatch: pytest.MonkeyPatch) -> None:
    only_norway(monkeypatch)


@pytest.fixture
def rules() -> list[Statement]:
    """What is read without a back end."""
    found = read(report()).statements
    assert [s.party for s in found] == ["norway"]
    return found


def test_a_good_answer_is_added(rules: list[Statement]) -> None:
    with serving(statements(BURDEN)) as server:
        found = read_with(report(), model(server.url))
    (statement,) = added(found)
    assert statement.evidence.quote == BURDEN["quote"] == TEXT[statement.evidence.start : statement.evidence.end]
    assert (statement.stance, statement.topic, statement.rule) == ("oppose", "the quota", "llm")
    assert found.failure is None
    assert len(found.dossier.statements) == len(rules) + 1


def test_what_is_asked(rules: list[Statement]) -> None:
    with serving(statements()) as server:
        read_with(report(), model(server.url))
        read_with(report("Norwegen fordert höhere Quoten für Käse.\n", "de"), model(server.url + "/chat/completions"))
    english, german = server.asked
    assert english.path == german.path == "/v1/chat/completions"
    assert english.headers["Authorization"] == f"Bearer {KEY}"
    assert english.body["model"] == "tiny"
    assert english.body["response_format"]["type"] == "json_schema"
    assert [m["role"] for m in english.body["messages"]] == ["system", "user"]
    assert TEXT.strip() in english.text
    assert "You annotate" in english.text
    assert "Du annotierst" in german.text
    assert KEY not in english.text


def test_without_a_key_none_is_sent() -> None:
    with serving(statements()) as server:
        read_with(report(), LanguageModel(server.url, "tiny"))
    assert "Authorization" not in server.asked[0].headers


def test_a_server_without_structured_output_is_asked_plainly() -> None:
    def strict(asked: Asked) -> Reply:
        plain = "response_format" not in asked.body and "temperature" not in asked.body
        return completion(f"Here you are:\n```json\n{json.dumps([BURDEN])}\n```") if plain else error(400)

    with serving(strict) as server:
        found = read_with(report(), model(server.url))
    assert counts(found) == (1, 1, {})
    assert found.failure is None
    assert len(server.asked) == 2


def test_inventions_are_dropped_and_counted(rules: list[Statement]) -> None:
    quote = str(BURDEN["quote"])
    with serving(
        statements(
            item("Karla Holm", "oppose", "the quota", "The quota is an outrage and must go"),  # invented
            item("Karla Holm", "oppose", "the quota", "The quota is burdensome, and an unfair one"),  # paraphrased
            item("Karla Holm", "oppose", "the quota", "The quota is a burden ... an unfair one"),  # shortened
            item("Iceland", "oppose", "the quota", quote),  # nobody in the report
            item("Denmark", "oppose", "the quota", quote),  # somebody else in the report
            item("Karla Holm", "support", "the quota", quote),  # the contrary
            BURDEN,
            BURDEN,
            item("Karla Holm", "against", "the quota", quote),
            {"speaker": "Karla Holm", "stance": "oppose", "quote": quote},
            item("Karla Holm", "oppose", "", quote),
            "Karla Holm is against it",
            None,
        )
    ) as server:
        found = read_with(report(), model(server.url))
    reasons = {"not_verbatim": 3, "speaker": 2, "stance": 1, "duplicate": 1, "malformed": 5}
    assert counts(found) == (13, 1, reasons)
    (kept,) = added(found)
    assert (kept.stance, kept.evidence.quote) == ("oppose", quote)
    assert len(found.dossier.statements) == len(rules) + 1
    assert found.failure is None


def test_a_cut_answer_counts_as_far_as_it_goes() -> None:
    whole = json.dumps({"statements": [BURDEN, OPEN]})
    with serving(completion(whole[: whole.index("Denmark") + 3], "length")) as server:
        found = read_with(report(), model(server.url))
    assert counts(found) == (1, 1, {})
    assert found.tally is not None
    assert found.tally.cut == 1
    assert found.failure is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<!DOCTYPE html><html><body>Please log in</body></html>", headers={"Content-Type": "text/html"}),
        Reply(b""),
        Reply(b'{"choices": []}'),
        Reply(b'{"choices": [{"message": {"content": null, "refusal": "I cannot"}}]}'),
        Reply(b'["choices"]'),
        Reply(b'{"choices": ' + b"[" * 100_000),
        Reply(b"\xff\xfe\x00"),
        Reply(b"not gzip at all", headers={"Content-Encoding": "gzip"}),
        completion("I am sorry, but there is nothing that I can say to this."),
        completion('{"statements": [{"speaker": "Karla Ho'),
        completion('{"statements": ' + "[" * 100_000),
        completion("<think>Shall I write"),
    ],
)
def test_what_is_no_answer_costs_only_the_back_end_s_items(reply: Reply, rules: list[Statement]) -> None:
    with serving(reply) as server:
        found = read_with(report(), model(server.url))
    assert failed(found) == "answer"
    assert found.dossier.statements == rules
    assert counts(found) == (0, 0, {})
    assert len(server.asked) == 1


def test_a_huge_answer_is_left(rules: list[Statement]) -> None:
    with serving(completion("x" * 3_000_000)) as server:
        found = read_with(report(), model(server.url))
    assert failed(found) == "too_large"
    assert found.dossier.statements == rules


def test_no_more_items_than_anybody_would_mark() -> None:
    with serving(statements(*[BURDEN] * 1000)) as server:
        found = read_with(report(), model(server.url))
    assert counts(found) == (1000, 1, {"duplicate": 199, "malformed": 800})


def test_a_time_out_is_tried_again_and_named(rules: list[Statement]) -> None:
    with serving(Reply(b"", delay=30.0)) as server:
        found = read_with(report(), model(server.url, timeout=0.2, tries=2))
        assert len(server.asked) == 2
    assert failed(found) == "timeout"
    assert "0.2 s" in str(found.failure)
    assert found.dossier.statements == rules


def test_after_a_time_out_an_answer_counts() -> None:
    with serving(Reply(b"", delay=30.0), statements(BURDEN)) as server:
        found = read_with(report(), model(server.url, timeout=0.5))
    assert found.failure is None
    assert len(added(found)) == 1


def test_a_broken_connection_is_tried_again() -> None:
    with serving(Reply(b"", drop=True), statements(BURDEN)) as server:
        found = read_with(report(), model(server.url))
    assert found.failure is None
    assert len(added(found)) == 1


def test_retry_after_is_kept_to() -> None:
    with serving(error(429, Retry_After="1"), statements(BURDEN)) as server:
        found = read_with(report(), model(server.url, pause=0.0))
    first, second = server.asked
    assert second.time - first.time >= 1.0
    assert (len(added(found)), found.failure) == (1, None)


def test_retry_after_may_be_a_date() -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    with serving(error(503, Retry_After=then), statements(BURDEN)) as server:
        found = read_with(report(), model(server.url, pause=0.0))
    assert server.asked[1].time - server.asked[0].time >= 0.5
    assert found.failure is None


def test_whoever_wants_too_long_a_pause_is_left() -> None:
    with serving(error(429, Retry_After="86400")) as server:
        found = read_with(report(), model(server.url))
        assert len(server.asked) == 1
    assert failed(found) == "status"
    assert "429" in str(found.failure)


def test_pauses_double() -> None:
    with serving(error(500), error(502), statements(BURDEN)) as server:
        found = read_with(report(), model(server.url, pause=0.2))
    first, second, third = (asked.time for asked in server.asked)
    assert second - first >= 0.2
    assert third - second >= 0.4
    assert (len(added(found)), found.failure) == (1, None)


def test_errors_that_stay_cost_only_the_back_end_s_items(rules: list[Statement]) -> None:
    with serving(error(500)) as server:
        found = read_with(report(), model(server.url))
        assert len(server.asked) == 3
    assert failed(found) == "status"
    assert found.dossier.statements == rules


@pytest.mark.parametrize("status", [401, 403, 302, 413])
def test_refusals_are_not_tried_again_and_redirects_not_followed(status: int) -> None:
    with serving(error(status, Location="/elsewhere")) as server:
        found = read_with(report(), model(server.url))
        assert [asked.path for asked in server.asked] == ["/v1/chat/completions"]
    assert failed(found) == "status"
    assert str(status) in str(found.failure)


def test_a_server_that_is_not_there(rules: list[Statement]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gone = model(f"http://127.0.0.1:{port}/v1")
    reasons = []
    for _ in range(4):
        found = read_with(report(), gone)
        reasons.append(failed(found))
        assert found.dossier.statements == rules
    assert reasons == ["unreachable"] * 3 + ["given_up"]  # or a folder of reports would take hours to fail


def test_a_long_report_is_asked_about_in_parts() -> None:
    filler = "It rained in Oslo on Monday, and nothing else was to be heard from the town. " * 20
    text = TEXT + "\n".join([filler] * 10) + "\n" + "Finland rejects the cheese quota altogether.\n"

    def answer(asked: Asked) -> Reply:
        known: list[Item] = [BURDEN, item("Finland", "oppose", "quota", "Finland rejects the cheese quota")]
        return statements(*(i for i in known if str(i["quote"]) in asked.text))

    with serving(answer) as server:
        found = read_with(report(text), model(server.url))
    assert len(server.asked) == len(list(split(text))) > 1
    assert counts(found)[0] == 2
    for statement in found.dossier.statements:
        assert text[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
    assert any("Finland rejects" in s.evidence.quote for s in found.dossier.statements)


def test_parts_before_a_failure_are_kept() -> None:
    text = TEXT + "\n".join(["It rained in Oslo on Monday, and on Tuesday it rained again. " * 20] * 10)
    with serving(statements(BURDEN), error(401)) as server:
        found = read_with(report(text), model(server.url))
    assert len(added(found)) == 1
    assert failed(found) == "status"


def test_no_more_parts_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.backends.llm.MOST_PARTS", 2)
    text = "\n".join(["It rained in Oslo. " * 300] * 4)
    with serving(statements()) as server:
        proposals = model(server.url).propose(analyse(report(text)))
    assert len(server.asked) == 2
    assert proposals.failure is not None
    assert proposals.failure.reason == "too_large"


@pytest.mark.parametrize(
    "text", ["", "one", "a b " * 5000, "x" * 20_000, "A sentence here. " * 2000, "\n\n\n", "p\n" * 9000]
)
def test_parts_hold_the_whole_text(text: str) -> None:
    parts = list(split(text))
    assert all(0 < len(part) <= PART for part in parts)
    assert Counter("".join("".join(parts).split())) == Counter("".join(text.split()))


@pytest.mark.parametrize(
    ("content", "found", "malformed", "cut"),
    [
        ('{"statements": []}', 0, 0, False),
        ("[]", 0, 0, False),
        (json.dumps([BURDEN, 3]), 1, 1, False),
        ('<think>{"statements": [1]}</think>' + json.dumps({"statements": [BURDEN]}), 1, 0, False),
        (json.dumps({"note": "x", "statements": [BURDEN]}, indent=2), 1, 0, False),
        (json.dumps([BURDEN])[:-1], 1, 0, True),
        ('{"statements": [{"speaker": 1}', 0, 1, True),
        (json.dumps([BURDEN | {"stance": " Oppose "}]), 1, 0, False),
        (json.dumps([BURDEN | {"quote": "x" * 3000}]), 0, 1, False),
        ('[{"speaker": "K", "stance": "open", "issue": "\\ud800", "quote": "a b c"}]', 0, 1, False),
    ],
)
def test_answers(content: str, found: int, malformed: int, cut: bool) -> None:
    proposals, wrong, short = read_answer(content, "llm")
    assert (len(proposals), wrong, short) == (found, malformed, cut)


@given(st.text() | st.recursive(st.text() | st.none() | st.integers(), st.lists).map(json.dumps), st.integers(0, 200))
def test_any_answer_is_read_or_refused(content: str, cut: int) -> None:
    for tried in (content, json.dumps({"statements": [BURDEN, content]})[:cut]):
        try:
            proposals, malformed, _ = read_answer(tried, "llm")
        except UnusableError:
            continue
        assert malformed >= 0
        assert all(p.speaker and p.issue and p.quote for p in proposals)


def test_no_answer() -> None:
    for content in ("", "{}", "nothing", '{"statements": "none"}'):
        with pytest.raises(UnusableError):
            read_answer(content, "llm")


@pytest.mark.parametrize(
    ("url", "name", "key", "code"),
    [
        ("", "tiny", "", "no_url"),
        ("http://h/v1", " ", "", "no_model"),
        ("ftp://h/v1", "tiny", "", "bad_url"),
        ("file:///etc/passwd", "tiny", "", "bad_url"),
        ("localhost:11434/v1", "tiny", "", "bad_url"),
        ("http://", "tiny", "", "bad_url"),
        ("http://h:port/v1", "tiny", "", "bad_url"),
        ("http://me:sesame@h/v1", "tiny", "", "bad_url"),
        ("http://h/v1", "tiny", "sesame\nX-Other: 1", "bad_key"),
        ("http://h/v1", "tiny", "sésame", "bad_key"),
    ],
)
def test_what_cannot_be_used_is_said_at_once(url: str, name: str, key: str, code: str) -> None:
    with pytest.raises(BackendError) as caught:
        LanguageModel(url, name, key)
    assert caught.value.code == code
    assert "sesame" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_without_httpx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.backends.llm.find_spec", lambda name: None)
    with pytest.raises(BackendError, match=r"pip install detente\[llm\]"):
        LanguageModel("http://h/v1", "tiny")


def test_the_key_is_nowhere(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(0)
    with serving(error(401)) as server:
        asked = model(server.url)
        found = read_with(report(), asked)
    said = [repr(asked), str(found.failure), repr(found.failure), caplog.text, found.dossier.model_dump_json()]
    assert not any(KEY in each for each in said)

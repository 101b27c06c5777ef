from pathlib import Path

import pytest
from pydantic import ValidationError

from detente.codebooks import CodebookError, available, load

from .making import OWN


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def reason(folder: Path, old: str, new: str) -> str:
    assert old in OWN
    path = written(folder, OWN.replace(old, new, 1))
    with pytest.raises(CodebookError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_the_five_shipped_ones_are_named() -> None:
    assert available() == ["coalition", "debt", "peace", "trade", "wages"]


def test_loads_by_name_and_by_path(tmp_path: Path) -> None:
    assert load("peace").id == "peace"
    path = written(tmp_path, OWN)
    assert load(path) == load(str(path))
    assert load(path).issue("crane").option("repaired").value == 50


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.encode())
    assert load(path).id == "harbour"


def test_a_codebook_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        load("peace").id = "war"  # type: ignore[misc]


def test_issues_are_found_with_and_without_the_codebook_s_id() -> None:
    book = load("peace")
    assert book.issue("ceasefire") is book.issue("peace.ceasefire")
    with pytest.raises(KeyError):
        book.issue("wages.pay")
    with pytest.raises(KeyError):
        book.issue("ceasefire").option("tomorrow")


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(CodebookError, match='no codebook "coalitions": did you mean "coalition"'):
        load("coalitions")
    with pytest.raises(CodebookError, match="there are coalition, debt, peace, trade, wages"):
        load("xyz")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"gone\.toml: cannot be read: No such file"):
        load(tmp_path / "gone.toml")


def test_broken_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"mine\.toml: not valid TOML: Invalid value"):
        load(written(tmp_path, "id = "))
    (tmp_path / "mine.toml").write_bytes(b'id = "\xff"')
    with pytest.raises(CodebookError, match=r"mine\.toml: not UTF-8"):
        load(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('id = "crane"', "", "issues[number 1].id: is missing"),
        ("value = 100", "value = 101", "issues[crane].options[new].value: 101 is outside 0 to 100"),
        ("value = 0", "value = -1", "issues[crane].options[old].value: -1 is outside 0 to 100"),
        ("value = 50", 'value = "half"', "issues[crane].options[repaired].value: "),
        ('status_quo = "old"', 'status_quo = "olt"', 'status_quo = "olt" is not an option of issue "crane"'),
        ('default_option = "new"', 'default_option = "best"', 'default_option = "best" is not an option'),
        ('opposite = "old"', 'opposite = "none"', 'options.new.opposite = "none" is not an option'),
        ('id = "repaired"', 'id = "new"', 'issues[crane]: option id "new" is used 2 times'),
        ("value = 50", "value = 50\n  valeu = 5", "issues[crane].options[repaired].valeu: unknown key"),
        (
            'terms = { de = ["Kran*"], en = ["crane"] }',
            'terms = ["Kran*"]',
            "issues[crane].terms: terms without a language",
        ),
        ('label = { de = "Kran", en = "Crane" }', 'label = "Kran"', "issues[crane].label: label without a language"),
        (
            "domain_terms = { de",
            "domain_terms = { german",
            'domain_terms.german: "german" is not allowed: use a language',
        ),
        ('id = "harbour"', 'id = "Harbour!"', 'id: "Harbour!" is not allowed: use small letters'),
        ('["Kran*"]', '["*"]', 'issues[crane].terms: term "*": "*" is not a word'),
        ('["Kran*"]', '["K*n"]', 'issues[crane].terms: term "K*n": * may stand only'),
        ('["Kran*"]', '["der"]', 'term "der" has no word that carries content'),
        ('["Kran*"]', '["mit Kran"]', 'term "mit Kran": function words do not count'),
    ],
)
def test_what_is_wrong_is_said_with_its_key(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in reason(tmp_path, old, new)


def test_an_issue_id_can_be_used_once_only(tmp_path: Path) -> None:
    twice = OWN + OWN[OWN.index("[[issues]]") :]
    with pytest.raises(CodebookError, match='issue id "crane" is used 2 times'):
        load(written(tmp_path, twice))


def test_further_errors_are_counted(tmp_path: Path) -> None:
    wrong = OWN.replace("value = 100", "value = 101").replace("value = 50", "value = 500")
    with pytest.raises(CodebookError, match=r"101 is outside 0 to 100 \(and 1 more\)"):
        load(written(tmp_path, wrong))


def test_an_issue_becomes_a_record_in_either_language() -> None:
    book = load("peace")
    record = book.record(book.issue("ceasefire"), "en")
    assert (record.id, record.label, record.codebook, record.status_quo) == (
        "peace.ceasefire",
        "Ceasefire",
        "peace",
        "none",
    )
    assert book.record(book.issue("ceasefire"), "de").label == "Waffenruhe"
    assert book.record(book.issue("ceasefire"), "fr").label == "Waffenruhe"

"""Errors come out of pickling as they went in, so that a process can send them to another."""

from __future__ import annotations

import pickle

import pytest

from detente import dossier
from detente.codebooks import NothingToProposeError
from detente.dossier.store import DossierError
from detente.forecast.table import TableError, read_table
from detente.pickling import PicklableError
from detente.reading.backends import BackendError
from detente.reports import Failure
from detente.reports.model import SourceError
from detente.sensitivity import ChangeError
from detente.settings import SettingsError
from detente.stability.dossier import NoConflictError
from detente.workflow import NothingReadError


@pytest.mark.parametrize(
    "error",
    [
        NothingReadError([Failure("a.txt", "not there", "not_found"), Failure("b.txt", "empty", "empty")]),
        NothingReadError([]),
        SettingsError("detente.toml", "a number", name="workers", value="many"),
        SourceError("refused", "too many requests", status=429, retry_after="60"),
        NothingToProposeError(3),
        ChangeError("output", name="tea"),
        BackendError("bad_url", "no such address", url="x"),
        NoConflictError("unseated", {"options": "a strike"}),
    ],
    ids=lambda error: type(error).__name__,
)
def test_it_is_the_same_again(error: PicklableError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.args, vars(again)) == (type(error), str(error), error.args, vars(error))


def test_what_is_wrong_with_a_file_is_said_in_both_languages_after_it(tmp_path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(DossierError) as of_dossier:
        dossier.load(broken)
    again = pickle.loads(pickle.dumps(of_dossier.value))
    assert again.message("de") == of_dossier.value.message("de") != again.message("en")
    table = tmp_path / "table.csv"
    table.write_text("nothing,of,the,kind\n")
    with pytest.raises(TableError) as of_table:
        read_table(table)
    other = pickle.loads(pickle.dumps(of_table.value))
    assert other.text("de") == of_table.value.text("de") != other.text("en")

"""détente: from the news to the negotiating table.

>>> import detente
>>> dossier = detente.read(["reports/"])        # doctest: +SKIP
>>> dossier.brief("brief.html")                 # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.contract import Dossier as Dossier
    from detente.reports import Failure as Failure
    from detente.workflow import BackendWarning as BackendWarning
    from detente.workflow import NothingReadError as NothingReadError
    from detente.workflow import Result as Result
    from detente.workflow import SourceWarning as SourceWarning
    from detente.workflow import read as read
    from detente.workflow import read_all as read_all

_HOMES = {
    "BackendWarning": "detente.workflow",
    "Dossier": "detente.contract",
    "Failure": "detente.reports",
    "NothingReadError": "detente.workflow",
    "Result": "detente.workflow",
    "SourceWarning": "detente.workflow",
    "read": "detente.workflow",
    "read_all": "detente.workflow",
}

__all__ = ["BackendWarning", "Dossier", "Failure", "NothingReadError", "Result", "SourceWarning", "read", "read_all"]


def __getattr__(name: str) -> Any:
    # Loaded on first use (PEP 562): `detente --help` and `import detente` stay fast.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

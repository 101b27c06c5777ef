"""Several dossiers made one: reports once, parties unified across reports and languages, ids re-mapped."""

from detente.dossier.merge.merging import merge

__all__ = ["merge"]

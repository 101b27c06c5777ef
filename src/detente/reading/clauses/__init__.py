"""Clauses: what belongs to which verb, and who does it."""

from detente.reading.clauses.find import find_clauses

__all__ = ["find_clauses"]

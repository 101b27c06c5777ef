"""Statements: who stands for or against what."""

from detente.reading.statements.find import find_statements

__all__ = ["find_statements"]

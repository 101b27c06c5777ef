"""Mentions: words that stand for a party, and which party they stand for."""

from detente.reading.mentions.find import find_mentions
from detente.reading.mentions.tables import table

__all__ = ["find_mentions", "table"]

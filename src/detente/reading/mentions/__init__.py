"""Mentions: words that stand for a party, and which party they stand for."""

from detente.reading.mentions.find import find_mentions

__all__ = ["find_mentions"]

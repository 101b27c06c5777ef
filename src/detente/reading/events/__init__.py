"""Events: what is done between parties, when and with what outcome."""

from detente.reading.events.find import find_events

__all__ = ["find_events"]

"""Scenarios of other tools: GENIUS XML, GeniusWeb JSON and NegMAS YAML, read and written with exact numbers."""

from detente.settlement.formats.folders import FORMATS, TABLE, Format, is_scenario, load_scenario, write_scenario

__all__ = ["FORMATS", "TABLE", "Format", "is_scenario", "load_scenario", "write_scenario"]

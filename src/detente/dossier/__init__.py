"""The dossier: what several reports say together, over time, and where they differ."""

from __future__ import annotations

from detente.dossier.agreement import Agreement, agreement
from detente.dossier.discrepancies import find_discrepancies
from detente.dossier.dna import read_dna, write_dna
from detente.dossier.export import as_csv, export, graphml, table
from detente.dossier.history import Change, Mix, Position, changes, positions
from detente.dossier.joining import shown
from detente.dossier.merge import merge
from detente.dossier.networks import Network, one_mode, two_mode
from detente.dossier.plover import from_plover, load_plover, to_plover
from detente.dossier.rulings import Ruled, Unmatched, apply_rulings, ruled, ruling_on, unmatched_rulings
from detente.dossier.schema import generate_schema, shipped_schema
from detente.dossier.store import DossierError, Problem, check, load, parse, save, to_json
from detente.dossier.summary import counted, main_language, sources
from detente.dossier.tables import from_table, load_table
from detente.dossier.timeline import Entry, timeline

__all__ = [
    "Agreement",
    "Change",
    "DossierError",
    "Entry",
    "Mix",
    "Network",
    "Position",
    "Problem",
    "Ruled",
    "Unmatched",
    "agreement",
    "apply_rulings",
    "as_csv",
    "changes",
    "check",
    "counted",
    "export",
    "find_discrepancies",
    "from_plover",
    "from_table",
    "generate_schema",
    "graphml",
    "load",
    "load_plover",
    "load_table",
    "main_language",
    "merge",
    "one_mode",
    "parse",
    "positions",
    "read_dna",
    "ruled",
    "ruling_on",
    "save",
    "shipped_schema",
    "shown",
    "sources",
    "table",
    "timeline",
    "to_json",
    "to_plover",
    "two_mode",
    "unmatched_rulings",
    "write_dna",
]

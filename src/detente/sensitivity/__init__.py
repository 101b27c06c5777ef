"""Sensitivity: what would change the result, how far inputs must move for that, and on which sentences it hangs."""

from detente.sensitivity.analysis import Sensitivity, function_of, overview, sensitivity
from detente.sensitivity.applying import Applied, apply
from detente.sensitivity.breaking import BreakEven, forecast_break_evens, nearest, stability_break_evens
from detente.sensitivity.changes import (
    KINDS,
    AddStatement,
    Change,
    ChangeError,
    Joins,
    Leaves,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
    WithoutOption,
    WithoutStatement,
    supposed,
)
from detente.sensitivity.dealing import AcceptedBy, UtilityOf
from detente.sensitivity.envelope import nash_break_evens
from detente.sensitivity.evidence import Evidence, evidence
from detente.sensitivity.expecting import ForecastOf, forecast_of
from detente.sensitivity.indices import Index, Indices, indices, morris, sobol
from detente.sensitivity.inputs import Function, Input
from detente.sensitivity.lasting import Holds
from detente.sensitivity.parse import parse
from detente.sensitivity.sentences import change_text
from detente.sensitivity.state import ANALYSES, State, state
from detente.sensitivity.tornado import Bar, Tornado, tornado
from detente.sensitivity.whatif import ForecastChange, OutcomeChange, Shift, SolutionChange, WhatIf, what_if
from detente.sensitivity.words import explanations

__all__ = [
    "ANALYSES",
    "KINDS",
    "AcceptedBy",
    "AddStatement",
    "Applied",
    "Bar",
    "BreakEven",
    "Change",
    "ChangeError",
    "Evidence",
    "ForecastChange",
    "ForecastOf",
    "Function",
    "Holds",
    "Index",
    "Indices",
    "Input",
    "Joins",
    "Leaves",
    "OutcomeChange",
    "Sensitivity",
    "SetAcceptance",
    "SetCapability",
    "SetPosition",
    "SetReservation",
    "SetSalience",
    "SetStatusQuo",
    "Shift",
    "SolutionChange",
    "State",
    "Tornado",
    "UtilityOf",
    "WhatIf",
    "WithoutOption",
    "WithoutStatement",
    "apply",
    "change_text",
    "evidence",
    "explanations",
    "forecast_break_evens",
    "forecast_of",
    "function_of",
    "indices",
    "morris",
    "nash_break_evens",
    "nearest",
    "overview",
    "parse",
    "sensitivity",
    "sobol",
    "stability_break_evens",
    "state",
    "supposed",
    "tornado",
    "what_if",
]

"""How good the reader is on annotated reports, item by item."""

from __future__ import annotations

from detente.scoring.annotation import Annotation, AnnotationError, load_annotations
from detente.scoring.figures import KINDS, Figures, total
from detente.scoring.score import Score, score

__all__ = ["KINDS", "Annotation", "AnnotationError", "Figures", "Score", "load_annotations", "score", "total"]

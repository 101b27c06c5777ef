"""Published inputs and results, and where the bigger ones lie on a developer's machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the published data in ../shared/data")

# Scholz, Calbert, Smith 2011, Table 1 (after Bueno de Mesquita 1994): capability, position, salience
CARS = {
    "Netherlands": (0.08, 4, 0.8),
    "Belgium": (0.08, 7, 0.4),
    "Luxembourg": (0.03, 4, 0.2),
    "Germany": (0.16, 4, 0.8),
    "France": (0.16, 10, 0.6),
    "Italy": (0.16, 10, 0.6),
    "UK": (0.16, 10, 0.9),
    "Ireland": (0.05, 7, 0.1),
    "Denmark": (0.05, 4, 1.0),
    "Greece": (0.08, 7, 0.7),
}
CAR_ACTORS = list(CARS)
CAPABILITY, POSITION, SALIENCE = np.array(list(CARS.values()), dtype=float).T


def read(name: str) -> Any:
    return json.loads((SHARED / name).read_text(encoding="utf-8"))

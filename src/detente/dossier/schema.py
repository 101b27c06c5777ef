"""The JSON Schema of a dossier, as it is written to files.

After a change of the contract: `python -c "from detente.dossier.schema import write_schema; write_schema()"`.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.contract import Dossier

SCHEMA = "dossier.schema.json"


def generate_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) as the contract has it now."""
    schema = Dossier.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def shipped_schema() -> dict[str, Any]:
    """The schema that is shipped with the package."""
    schema: dict[str, Any] = json.loads((files("detente.dossier") / SCHEMA).read_text("utf-8"))
    return schema


def write_schema() -> None:
    """Write the schema anew beside this module, after a change of the contract."""
    text = json.dumps(generate_schema(), ensure_ascii=False, indent=2) + "\n"
    (Path(__file__).parent / SCHEMA).write_text(text, "utf-8")

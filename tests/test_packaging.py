"""What pyproject.toml declares is what the code imports, and what the lock files pin."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(extra: str | None = None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    requirements = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]
    return {plain(re.match(r"[\w.-]+", each)[0]) for each in requirements}  # type: ignore[index]


def imported() -> set[str]:
    """The distributions whose modules the package imports, on top or inside functions."""
    modules: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    others = modules - sys.stdlib_module_names - {"detente"}
    homes = packages_distributions()
    return {plain(homes.get(module, [module])[0]) for module in others}  # spaCy is not installed for the tests


EXTRAS = declared("llm") | declared("spacy") | declared("granian") | declared("postgres")
# Django names this in its settings instead of importing it.
NAMED = {"whitenoise": "whitenoise.middleware"}


def test_what_is_imported_is_declared() -> None:
    # pydantic brings pydantic-core in the version that fits.
    assert imported() - EXTRAS - {"pydantic-core"} == set()


def test_what_is_declared_is_imported() -> None:
    settings = (ROOT / "src" / "detente" / "desk" / "settings.py").read_text("utf-8")
    assert declared() - imported() == {name for name, words in NAMED.items() if words in settings}


@pytest.mark.parametrize(("lock", "extra"), [("requirements.lock", None), ("requirements-dev.lock", "dev")])
def test_what_is_declared_is_locked(lock: str, extra: str | None) -> None:
    pinned = {plain(name) for name in re.findall(r"(?m)^([\w.-]+)==", (ROOT / lock).read_text("utf-8"))}
    assert declared(extra) - pinned == set()
    assert "hatchling" in pinned


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text

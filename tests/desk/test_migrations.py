"""The tables' steps: nothing in the models is without one."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.usefixtures("db")
def test_no_model_has_changed_without_a_step() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # ends the process where one is missing

"""The list of dossiers and the pages of one."""

from __future__ import annotations

import pytest

from detente.briefing.page import SECTIONS
from detente.desk.dossiers.current import current


def test_sections_show_what_was_read(dossier, as_role):
    client = as_role("analyst")
    for name in SECTIONS:
        if name == "reports":
            continue
        answer = client.get(f"/desk/north/see/{name}/")
        assert answer.status_code == 200, name
        assert "hx-get" not in answer.content.decode().split('id="section"')[1][:80]
    page = client.get("/desk/north/see/parties/").content.decode()
    for party in current(dossier).parties:
        assert party.name in page


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 200)])
def test_others_do_not_see_a_dossier_at_work(dossier, as_role, role, status):
    assert as_role(role).get("/desk/north/see/state/").status_code == status

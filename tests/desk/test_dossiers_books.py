"""Codebooks of a team's own: checked, kept, used, taken out."""

from __future__ import annotations

from importlib.resources import files

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from detente.desk import worker
from detente.desk.dossiers import books
from detente.desk.dossiers.current import current
from detente.desk.dossiers.models import Book, Dossier

SHIPPED = (files("detente.codebooks") / "data" / "peace.toml").read_text("utf-8")


def upload(client, name, content):
    return client.post("/desk/north/codebook/", {"file": SimpleUploadedFile(name, content)})


def test_an_own_codebook_is_used(dossier, as_role):
    label = 'en = "Ceasefire"'
    assert label in SHIPPED, "the example rests on a label of the shipped codebook"
    own = SHIPPED.replace(label, 'en = "Silence of arms"')
    assert upload(as_role("analyst"), "../../Our own.toml", own.encode()).status_code == 302
    book = Book.objects.get()
    assert book.name == "Our-own"
    dossier.refresh_from_db()
    assert dossier.codebooks == ["own:Our-own"]
    worker.finish()
    assert "Silence of arms" in {issue.label for issue in current(Dossier.objects.get()).issues}
    page = as_role("analyst").get("/desk/north/see/positions/").content.decode()
    assert "Silence of arms" in page


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = ", b'id = "x"', b""])
def test_what_is_no_codebook_is_refused_with_the_reason(dossier, as_role, content):
    answer = upload(as_role("analyst"), "bad.toml", content)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert "/tmp" not in answer.content.decode()
    assert not Book.objects.exists()
    dossier.refresh_from_db()
    assert dossier.codebooks == []


def test_too_large_a_file_is_refused(dossier, as_role):
    assert upload(as_role("analyst"), "big.toml", b"#" * (books.LARGEST + 1)).status_code == 422


def test_one_of_the_same_name_is_replaced_and_can_be_taken_out(dossier, as_role):
    client = as_role("analyst")
    for _ in range(2):
        upload(client, "ours.toml", SHIPPED.encode())
    book = Book.objects.get()
    assert client.post(f"/desk/north/codebook/{book.pk}/delete/").status_code == 302
    dossier.refresh_from_db()
    assert dossier.codebooks == [] and not Book.objects.exists()


def test_a_codebook_of_another_dossier_is_not_there(dossier, as_role):
    other = Dossier.objects.create(slug="other", title="Other")
    book = Book.objects.create(dossier=other, name="theirs", content=SHIPPED)
    assert as_role("analyst").post(f"/desk/north/codebook/{book.pk}/delete/").status_code == 404
    assert Book.objects.exists()

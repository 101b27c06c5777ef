"""The worker: sources are read, dossiers joined, and an error costs its own source only."""

from __future__ import annotations

from detente.desk import worker
from detente.desk.dossiers.current import current
from detente.desk.dossiers.models import Dossier
from detente.desk.sources import reading
from detente.desk.sources.models import DONE, FAILED, FILE, READING, Source


def test_what_is_added_is_read_and_joined(people):
    made = Dossier.objects.create(slug="one", title="One")
    reading.add(made, FILE, "a.txt", content=b"Paris, 5 March 2026 - France called for an immediate ceasefire.\n")
    reading.add(made, FILE, "b.txt", content=b"\x00\x01\x02")
    worker.finish()
    assert [(s.name, s.state) for s in made.sources.all()] == [("a.txt", DONE), ("b.txt", FAILED)]
    assert made.sources.get(name="b.txt").reason
    assert [s.stance for s in current(made).statements] == ["support"]


def test_the_same_content_is_kept_once(dossier, people):
    source = dossier.sources.first()
    again, new = reading.add(dossier, FILE, "other-name.txt", content=bytes(source.content))
    assert (again, new) == (source, False)


def test_what_a_dead_worker_left_behind_is_read_again(dossier):
    source = dossier.sources.first()
    Source.objects.filter(pk=source.pk).update(state=READING)
    reading.take_back()
    worker.finish()
    source.refresh_from_db()
    assert source.state == DONE
    assert source.readings.count() == 1

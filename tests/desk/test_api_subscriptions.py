"""The API: mail about new versions, to the account's own address, and only once it was confirmed from the mailbox."""

from __future__ import annotations

import re

from detente.desk.dossiers.models import MEMBERS, Dossier
from detente.desk.subscriptions import limits
from detente.desk.subscriptions.models import Mail, Subscription


def test_asked_for_confirmed_changed_and_ended(published, call, people, client):
    reader = call("reader")
    address = people["reader"].email
    assert reader("POST", "/subscriptions/", {"dossier": "north", "rhythm": "daily", "language": "de"}, 202) == {
        "address": address,
        "days": 7,
    }
    (row,) = reader("GET", "/subscriptions/")["items"]
    assert (row["dossier"], row["rhythm"], row["language"], row["confirmed"]) == ("north", "daily", "de", None)
    # Nothing counts before the link in the mail was followed.
    mail = Mail.objects.get(to=address)
    link = re.search(r"https?://[^/]+(/\S+)", mail.text)
    client.post(link[1])
    (row,) = reader("GET", "/subscriptions/")["items"]
    assert row["confirmed"]
    changed = reader("PATCH", f"/subscriptions/{row['id']}", {"rhythm": "weekly"})
    assert (changed["rhythm"], changed["language"]) == ("weekly", "de")
    assert Subscription.objects.get().rhythm == "weekly"
    reader("DELETE", f"/subscriptions/{row['id']}", status=204)
    assert reader("GET", "/subscriptions/")["count"] == 0


def test_only_what_one_may_see_and_what_is_ones_own(published, call, people):
    reader, moderator = call("reader"), call("moderator")
    reader("POST", "/subscriptions/", {}, 202)
    row = Subscription.objects.get()
    assert (row.dossier, row.address) == (None, people["reader"].email)
    assert moderator("GET", "/subscriptions/")["count"] == 0
    moderator("PATCH", f"/subscriptions/{row.pk}", {"rhythm": "weekly"}, 404)
    moderator("DELETE", f"/subscriptions/{row.pk}", status=404)
    reader("POST", "/subscriptions/", {"dossier": "nowhere"}, 404)
    reader("POST", "/subscriptions/", {"rhythm": "hourly"}, 422)
    moderator("POST", "/subscriptions/", {"dossier": "north"}, 202)
    # What is for its members now is told to nobody else.
    Dossier.objects.update(audience=MEMBERS)
    assert moderator("GET", "/subscriptions/")["count"] == 0
    moderator("POST", "/subscriptions/", {"dossier": "north"}, 404)


def test_nobody_floods_a_mailbox(published, call, monkeypatch):
    monkeypatch.setattr(limits, "FROM_CLIENT", ((limits._LONGEST, 2),))
    reader = call("reader")
    for status in (202, 202, 429):
        answer = reader("POST", "/subscriptions/", {"dossier": "north"}, status)
    assert "Too many requests" in answer["detail"]
    assert Mail.objects.count() == 2


def test_an_account_without_an_address_is_told_so(published, call, people):
    people["reader"].email = ""
    people["reader"].save()
    reader = call("reader")
    assert reader("POST", "/subscriptions/", {}, 422)["detail"] == "Your account has no mail address."
    assert reader("GET", "/subscriptions/")["count"] == 0

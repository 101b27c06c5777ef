"""People: first run, log-in and its throttling, roles, invitations, registration, one's own account."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

import detente.desk
from detente.desk.home.models import Site
from detente.desk.people import roles
from detente.desk.people.models import ANALYST, MODERATOR, OWNER, READER, Invitation, Token, User
from detente.desk.subscriptions import outbox
from detente.desk.subscriptions.models import Ask, Mail
from detente.desk.words import APPS

from .conftest import PASSWORD

NEW = "another good password 7"


def send():
    """Let the outbox send what is due; what was sent."""
    before = len(mail.outbox)
    while outbox.send_next():
        pass
    return mail.outbox[before:]


def link(sent):
    """The path of the link in a mail."""
    [found] = re.findall(r"http://testserver(/\S*)", sent.body)
    return found


def log_in(client, name="analyst", password=PASSWORD, **data):
    return client.post("/people/login/", {"username": name, "password": password, **data})


def inside(client):
    """Whether the client is logged in."""
    return client.get("/people/account/").status_code == 200


def errors(answer):
    return re.findall(r'<ul class="errors".*?</ul>', answer.content.decode(), re.S)


# The words


@pytest.mark.parametrize("app", APPS)
def test_both_languages_have_the_same_words(app):
    folder = Path(detente.desk.__file__).parent / app / "words"

    def leaves(table, at=""):
        if not isinstance(table, dict):
            return {(at, frozenset(re.findall(r"\{(\w+)", str(table))))}
        return {leaf for key, value in table.items() for leaf in leaves(value, f"{at}.{key}")}

    de, en = (leaves(tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))) for lang in ("de", "en"))
    assert {key for key, _ in de} == {key for key, _ in en}
    if app in ("people", "subscriptions"):
        # Forms for one may do without the number.
        assert {leaf for leaf in de if not leaf[0].endswith(".one")} == {
            leaf for leaf in en if not leaf[0].endswith(".one")
        }


# First run


def first(client, **fields):
    data = {"username": "olga", "name": "Olga", "email": "Olga@Example.org", "password1": NEW, "password2": NEW}
    return client.post("/people/first-run/", {**data, **fields})


def test_the_first_becomes_owner_once(db, client):
    assert client.get("/")["Location"] == "/people/first-run/"
    assert first(client).status_code == 302
    assert inside(client)
    made = User.objects.get()
    assert (made.role, made.email) == (OWNER, "olga@example.org")
    assert first(Client(), username="eve", email="eve@example.org")["Location"] == "/people/login/"
    assert User.objects.count() == 1


# Logging in and out


def test_log_in_and_out(people, client):
    assert log_in(client, password="wrong").status_code == 200 and not inside(client)
    assert log_in(client)["Location"] == "/desk/"
    assert inside(client)
    # By a form only: a link or an image must not log anybody out.
    assert client.get("/people/logout/").status_code == 405 and inside(client)
    assert client.post("/people/logout/")["Location"] == "/"
    assert not inside(client)


def test_forms_need_their_token(people):
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict).status_code == 403
    strict.force_login(people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    for path in ("logout/", "invite/", f"{people['analyst'].pk}/", "account/", "account/tokens/", "account/password/"):
        assert strict.post(f"/people/{path}", {"do": "close", "name": "x"}).status_code == 403, path
    assert User.objects.filter(is_active=True).count() == 4 and not Token.objects.exists()


@pytest.mark.parametrize(
    "wanted,given",
    [
        ("/people/account/", "/people/account/"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("/\\evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("http://testserver.evil.example/", "/desk/"),
    ],
)
def test_after_log_in_only_to_our_own_pages(people, client, wanted, given):
    assert log_in(client, next=wanted)["Location"] == given
    client.post("/people/logout/")
    form = client.get("/people/login/", {"next": wanted}).content.decode().split("<main")[1]
    assert f'name="next" value="{given if given == wanted else ""}"' in form
    assert client.post("/people/logout/", {"next": wanted})["Location"] in ("/", "/people/account/")


def test_the_session_gets_another_key_at_log_in(people, client):
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["desk"] = session.session_key
    planted = session.session_key
    log_in(client)
    assert client.cookies["desk"].value != planted
    other = Client()
    other.cookies["desk"] = planted
    assert not inside(other)


def test_cookies_are_out_of_reach_for_scripts(people, client):
    log_in(client)
    assert client.cookies["desk"]["httponly"] and client.cookies["desk"]["samesite"] == "Lax"


def test_five_wrong_passwords_lock_the_name_for_this_client(people, client):
    statuses = [log_in(client, password=f"wrong {number}").status_code for number in range(5)]
    assert statuses == [200] * 4 + [429]
    answer = log_in(client)
    assert answer.status_code == 429 and "Too many attempts" in answer.content.decode()
    assert not inside(client)
    # Others are not affected: neither another name from here, nor the name from elsewhere.
    assert log_in(Client(), "moderator").status_code == 302
    assert log_in(Client(REMOTE_ADDR="10.1.2.3")).status_code == 302


def test_the_lock_ends_after_a_quarter_of_an_hour(people, client):
    for _ in range(5):
        log_in(client, password="wrong")
    assert log_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(client).status_code == 302


def test_a_success_forgets_the_failures(people, client):
    for _ in range(3):
        for _ in range(4):
            assert log_in(client, password="wrong").status_code == 200
        assert log_in(client).status_code == 302
        client.post("/people/logout/")


def test_the_lock_is_said_in_german(people, client):
    client.cookies["language"] = "de"
    for _ in range(6):
        answer = log_in(client, password="wrong")
    assert answer.status_code == 429 and "Zu viele Versuche" in answer.content.decode()


# The owner's list

ADMIN = ("/people/", "/people/invite/", "/people/1/")


@pytest.mark.parametrize("role,status", [("anonymous", 302), (READER, 403), (ANALYST, 403), (MODERATOR, 403)])
def test_people_are_the_owners_business(people, as_role, role, status):
    client = as_role(role)
    target = people[ANALYST].pk
    for path in ("/people/", "/people/invite/", f"/people/{target}/"):
        assert client.get(path).status_code == status, path
        data = {"do": "role", "role": OWNER, "email": "x@y.example", "language": "en"}
        assert client.post(path, data).status_code == status, path
    row = Invitation.objects.create(address="kept@post.example")
    assert client.post(f"/people/invitations/{row.pk}/withdraw/").status_code == status
    assert User.objects.get(pk=target).role == ANALYST and Invitation.objects.count() == 1


def test_the_list_and_a_new_role(people, as_role):
    client = as_role(OWNER)
    page = client.get("/people/").content.decode()
    assert all(f"{role}@example.org" in page for role in people)
    target = people[READER]
    assert client.post(f"/people/{target.pk}/", {"do": "role", "role": MODERATOR}).status_code == 302
    assert User.objects.get(pk=target.pk).role == MODERATOR
    for wrong in ({"do": "role", "role": "king"}, {"do": "role"}, {"do": "anything"}, {}):
        answer = client.post(f"/people/{target.pk}/", wrong)
        assert answer.status_code == 200 and len(errors(answer)) == 1, wrong
    assert client.get("/people/999999/").status_code == client.post("/people/999999/").status_code == 404


def test_a_closed_account_is_shut_out_at_once(people, as_role):
    client, owner = as_role(ANALYST), as_role(OWNER)
    path = f"/people/{people[ANALYST].pk}/"
    assert inside(client)
    assert owner.post(path, {"do": "close"}).status_code == 302
    assert not inside(client)
    assert log_in(Client()).status_code == 200
    assert "closed" in owner.get("/people/").content.decode()
    owner.post(path, {"do": "open"})
    assert log_in(Client()).status_code == 302


@pytest.mark.parametrize("data", [{"do": "role", "role": READER}, {"do": "close"}])
def test_the_last_owner_stays(people, as_role, data):
    client = as_role(OWNER)
    path = f"/people/{people[OWNER].pk}/"
    assert "last active owner" in client.post(path, data, follow=True).content.decode()
    # An owner whose account is closed does not count.
    User.objects.create_user("old", "old@example.org", PASSWORD, role=OWNER, is_active=False)
    client.post(path, data)
    kept = User.objects.get(pk=people[OWNER].pk)
    assert kept.role == OWNER and kept.is_active
    roles.change(people[ANALYST].pk, role=OWNER)
    client.post(path, data)
    kept.refresh_from_db()
    assert not (kept.role == OWNER and kept.is_active)
    with pytest.raises(roles.LastOwnerError):
        roles.change(people[ANALYST].pk, active=False)


def test_the_owner_ends_a_lock_out(people, client, as_role):
    for _ in range(5):
        log_in(client, password="wrong")
    owner = as_role(OWNER)
    assert "locked out" in owner.get("/people/").content.decode()
    owner.post(f"/people/{people[ANALYST].pk}/", {"do": "unlock"})
    assert "locked out" not in owner.get("/people/").content.decode()
    assert log_in(client).status_code == 302


# Invitations


def invite(client, **fields):
    return client.post("/people/invite/", {"email": "new@post.example", "role": ANALYST, "language": "de", **fields})


def join(client, path, **fields):
    return client.post(path, {"username": "nina", "name": "Nina", "password1": NEW, "password2": NEW, **fields})


def test_an_invitation_makes_an_account_once(as_role, client):
    assert invite(as_role(OWNER), email="New@Post.example").status_code == 302
    [sent] = send()
    assert sent.to == ["new@post.example"] and sent.subject == "Einladung zu détente" and "Analyse" in sent.body
    path = link(sent)
    # Programs that check mail follow links.
    assert client.get(path).status_code == 200 and client.head(path).status_code == 200
    assert join(client, path, role=OWNER, email="eve@example.org")["Location"] == "/desk/"
    made = User.objects.get(username="nina")
    assert (made.email, made.role, made.language, made.is_superuser) == ("new@post.example", ANALYST, "de", False)
    assert inside(client)
    assert Client().get(path).status_code == join(Client(), path, username="nora").status_code == 404
    assert not User.objects.filter(username="nora").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"password2": "something else 99"},
        {"password1": "12345678901", "password2": "12345678901"},
        {"password1": "short1!", "password2": "short1!"},
        {"password1": "new@post.example", "password2": "new@post.example"},
        {"username": ""},
        {"username": "Analyst"},
        {"username": "<b>"},
    ],
)
def test_what_an_account_must_not_be(as_role, client, fields):
    invite(as_role(OWNER))
    path = link(send()[0])
    answer = join(client, path, **fields)
    assert answer.status_code == 200 and len(errors(answer)) == 1
    assert User.objects.count() == 4 and Invitation.objects.exists()


def test_password_rules_are_told_in_german(as_role, client):
    invite(as_role(OWNER))
    client.cookies["language"] = "de"
    answer = join(client, link(send()[0]), password1="12345", password2="12345")
    assert "Dieses Passwort ist zu kurz" in answer.content.decode()


def test_old_withdrawn_and_made_up_invitations_lead_nowhere(as_role, client):
    owner = as_role(OWNER)
    invite(owner)
    path = link(send()[0])
    Invitation.objects.update(made=timezone.now() - timedelta(days=8))
    assert client.get(path).status_code == 404
    invite(owner)
    path = link(send()[0])
    assert client.get(path).status_code == 200
    owner.post(f"/people/invitations/{Invitation.objects.get().pk}/withdraw/")
    assert client.get(path).status_code == join(client, path).status_code == 404
    for token in ("1", "1.a.b", path.split("/")[-2][:-1] + "x"):
        assert client.get(f"/people/join/{token}/").status_code == 404


@pytest.mark.parametrize(
    "fields", [{"email": "nobody"}, {"email": "Reader@Example.org"}, {"role": "king"}, {"language": "fr"},
               {"email": "a@b.example\nBcc: c@d.example"}],
)  # fmt: skip
def test_bad_invitations_have_one_clear_error(as_role, fields):
    answer = invite(as_role(OWNER), **fields)
    assert answer.status_code == 200 and len(errors(answer)) == 1
    assert not Invitation.objects.exists() and not Mail.objects.exists()


# Registration


def register(client, address="new@post.example", **fields):
    return client.post("/people/register/", {"email": address, "website": "", **fields})


def test_nobody_registers_where_the_site_does_not_allow_it(people, client):
    assert client.get("/people/register/").status_code == register(client).status_code == 404
    assert "register" not in client.get("/people/login/").content.decode()
    Site(registration=True).save()
    assert "/people/register/" in client.get("/people/login/").content.decode()
    register(client)
    path = link(send()[0])
    Site(registration=False).save()
    assert client.get(path).status_code == 404


def test_registration_makes_a_reader_with_an_address_that_is_theirs(people, client):
    Site(registration=True).save()
    assert register(client)["Location"] == "/people/register/sent/"
    assert not User.objects.filter(email="new@post.example").exists()
    join(client, link(send()[0]), role=OWNER)
    assert User.objects.get(username="nina").role == READER


def test_registration_does_not_tell_who_has_an_account(people):
    Site(registration=True).save()
    answers = [register(Client(), address) for address in ("reader@example.org", "new@post.example")]
    assert answers[0].status_code == 302 and answers[0]["Location"] == answers[1]["Location"]
    known, _ = send()
    assert "/people/join/" not in known.body and "You have one already: reader" in known.body
    assert User.objects.count() == 4


def test_an_invitation_is_not_lowered_by_a_registration(people, as_role, client):
    Site(registration=True).save()
    invite(as_role(OWNER))
    register(client)
    assert Invitation.objects.get().role == ANALYST


def test_registration_floods_nobody(people):
    Site(registration=True).save()
    for number in range(6):
        register(Client(REMOTE_ADDR=f"10.0.0.{number}"))
    assert len(send()) == 3
    client = Client(REMOTE_ADDR="10.7.7.7")
    assert [register(client, f"a{n}@post.example").status_code for n in range(21)] == [302] * 20 + [429]
    assert register(Client(), "bot@post.example", website="x").status_code == 302
    assert not Invitation.objects.filter(address="bot@post.example").exists()


# A new password by mail


def reset(client, address="analyst@example.org"):
    return client.post("/people/reset/", {"email": address})


def test_a_new_password_by_mail(people, client, as_role):
    session = as_role(ANALYST)
    for _ in range(5):
        log_in(client, password="wrong")
    assert log_in(client).status_code == 429
    reset(client, "Analyst@example.org")
    [sent] = send()
    assert sent.to == ["analyst@example.org"]
    path = link(sent)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    form = page.redirect_chain[-1][0]
    assert path.split("/")[-2] not in form
    answer = client.post(form, {"new_password1": "123", "new_password2": "123"})
    assert answer.status_code == 200 and len(errors(answer)) == 1
    assert client.post(form, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/people/login/"
    # All sessions have ended, and so has the lock-out.
    assert not inside(session)
    assert log_in(client).status_code == 200
    assert log_in(client, password=NEW).status_code == 302
    assert [each.subject for each in send()] == ["Your password for détente was changed"]
    # The link is used up.
    assert "no longer valid" in Client().get(path).content.decode()


def test_reset_does_not_tell_who_has_an_account(people):
    User.objects.create_user("gone", "gone@example.org", PASSWORD, is_active=False)
    answers = [reset(Client(), f"{name}@example.org") for name in ("analyst", "nobody", "gone")]
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert [each.to for each in send()] == [["analyst@example.org"]]


def test_reset_floods_nobody(people):
    for number in range(6):
        assert reset(Client(REMOTE_ADDR=f"10.0.0.{number}")).status_code == 302
    assert len(send()) == 3
    client = Client(REMOTE_ADDR="10.7.7.7")
    assert [reset(client, f"a{n}@post.example").status_code for n in range(21)] == [302] * 20 + [429]
    Ask.objects.all().update(made=timezone.now() - timedelta(hours=2))
    assert reset(client).status_code == 302 and len(send()) == 1


def test_reset_links_begin_with_the_address_of_the_desk(people, client, settings):
    settings.ADDRESS = "https://desk.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/people/reset/", {"email": "analyst@example.org"}, headers={"host": "evil.example"})
    [sent] = send()
    assert "https://desk.example/people/reset/" in sent.body and "evil" not in sent.body


def test_mails_are_in_the_language_of_the_account(people, client):
    User.objects.filter(username="analyst").update(language="de")
    client.cookies["language"] = "en"
    reset(client)
    assert send()[0].subject == "Ein neues Passwort für détente"


@pytest.mark.parametrize(
    "path",
    ["/people/reset/x/y/", "/people/reset/MQ/set-password/", "/people/reset/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/a-b/"],
)
def test_made_up_reset_links(people, client, path):
    assert "no longer valid" in client.get(path).content.decode()
    assert client.post(path, {"new_password1": NEW, "new_password2": NEW}).status_code == 200


# One's own account

OWN = ("/people/account/", "/people/account/address/", "/people/account/password/", "/people/account/tokens/")


@pytest.mark.parametrize("path", OWN)
def test_the_account_needs_a_log_in(people, client, path):
    assert client.get(path)["Location"] == f"/people/login/?next={path}"
    assert client.post(path, {"name": "x"}).status_code == 302
    assert not Token.objects.exists()


@pytest.mark.parametrize("role", [OWNER, ANALYST, MODERATOR, READER])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_of_the_account(people, as_role, role, lang):
    client = as_role(role)
    client.cookies["language"] = lang
    for path in OWN:
        page = client.get(path).content.decode()
        assert f'<html lang="{lang}">' in page and page.count("<h1") == 1, path
        assert " style=" not in page and "<script>" not in page, path


def test_name_and_language(people, as_role):
    client = as_role(READER)
    client.cookies["language"] = "en"
    answer = client.post(
        "/people/account/",
        {"name": "<img src=x onerror=alert(1)>", "language": "de", "role": OWNER, "is_superuser": "1"},
    )
    assert answer.status_code == 302 and client.cookies["language"]["max-age"] == 0
    del client.cookies["language"]
    user = User.objects.get(username="reader")
    assert (user.language, user.role, user.is_superuser) == ("de", READER, False)
    page = client.get("/people/account/").content.decode()
    assert '<html lang="de">' in page and "Ihr Konto ist gespeichert" in page
    assert "<img" not in page and "&lt;img" in page
    for path in ("/people/", f"/people/{user.pk}/"):
        assert "<img" not in as_role(OWNER).get(path).content.decode()
    answer = client.post("/people/account/", {"name": "x" * 500, "language": "de"})
    assert answer.status_code == 200 and len(errors(answer)) == 1


def test_another_password_ends_the_other_sessions(people, as_role):
    here, there = as_role(ANALYST), as_role(ANALYST)
    path = "/people/account/password/"
    wrong = here.post(path, {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW})
    assert wrong.status_code == 200 and len(errors(wrong)) == 1 and inside(there)
    before = here.cookies["desk"].value
    assert here.post(path, {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert inside(here) and not inside(there)
    assert here.cookies["desk"].value != before
    assert [each.subject for each in send()] == ["Your password for détente was changed"]


def change_address(client, address="new@post.example", password=PASSWORD):
    return client.post("/people/account/address/", {"email": address, "current": password})


def test_another_address_counts_once_it_is_confirmed(people, as_role):
    client = as_role(ANALYST)
    assert len(errors(change_address(client, password="wrong"))) == 1 and send() == []
    assert change_address(client, "New@Post.example").status_code == 302
    [sent] = send()
    assert sent.to == ["new@post.example"]
    path = link(sent)
    assert client.get(path).status_code == 200
    assert User.objects.get(username="analyst").email == "analyst@example.org"
    assert client.post(path).status_code == 302
    assert User.objects.get(username="analyst").email == "new@post.example"
    # Who loses the mailbox is told.
    assert [(each.to, each.subject) for each in send()] == [
        (["analyst@example.org"], "Your address at détente was changed")
    ]
    assert client.post(path).status_code == 404
    assert client.get("/people/address/made-up/").status_code == 404


def test_an_address_of_somebody_else_is_not_given_away(people, as_role):
    client = as_role(ANALYST)
    free = change_address(client)
    taken = change_address(client, "Moderator@example.org")
    assert free.status_code == taken.status_code == 302 and free["Location"] == taken["Location"]
    confirm, told = send()
    assert told.to == ["moderator@example.org"] and "http" not in told.body
    # Somebody was faster.
    User.objects.create_user("fast", "new@post.example", PASSWORD)
    assert client.post(link(confirm)).status_code == 404
    assert User.objects.get(username="analyst").email == "analyst@example.org"


def test_an_address_link_is_good_for_a_day(people, as_role, monkeypatch):
    client = as_role(ANALYST)
    change_address(client)
    path = link(send()[0])
    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 25 * 3600)
    assert client.post(path).status_code == 404


def test_tokens_are_shown_once(people, as_role):
    client = as_role(ANALYST)
    page = client.post("/people/account/tokens/", {"name": "<b>my program</b>"}).content.decode()
    [words] = re.findall(r"dt_[\w-]{40,}", page)
    assert "<b>my" not in page and "&lt;b&gt;my program" in page
    row = Token.objects.get()
    assert row.digest == Token.digest_of(words) and row.user == people[ANALYST]
    again = client.get("/people/account/tokens/").content.decode()
    assert "my program" in again and "dt_" not in again and row.digest not in again and "never" in again
    # Not into caches either.
    assert "no-store" in client.post("/people/account/tokens/", {"name": "x"})["Cache-Control"]
    Token.objects.update(used=timezone.now())
    assert "never" not in client.get("/people/account/tokens/").content.decode()
    assert len(errors(client.post("/people/account/tokens/", {"name": ""}))) == 1


def test_only_ones_own_tokens_can_be_revoked(people, as_role):
    row, _ = Token.make(people[ANALYST], "mine")
    path = f"/people/account/tokens/{row.pk}/revoke/"
    assert as_role(OWNER).post(path).status_code == 404
    assert as_role(ANALYST).get(path).status_code == 405
    assert Client().post(path).status_code == 302 and Token.objects.exists()
    assert as_role(ANALYST).post(path).status_code == 302
    assert not Token.objects.exists()

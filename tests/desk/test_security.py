"""What keeps the desk from being abused: headers, cookies, hosts, forged and oversized requests, secrets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from detente.desk.comments.models import APPROVED, Comment
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.people.models import READER, User

from . import routes
from .conftest import PASSWORD
from .test_access import ROUTES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def world(people, read_once):
    return lambda audience: routes.build(people, read_once[1], read_once[0], audience=audience)


# headers


def test_every_page_has_the_headers_that_protect_it(world):
    made = world(EVERYBODY)
    client = made.client("owner")
    for name, (_, methods) in ROUTES.items():
        if "GET" not in methods:
            continue
        answer = client.get(made.address(name))
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, name
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy, name
        if answer.content and "text/html" in answer["Content-Type"] and not answer.has_header("Content-Disposition"):
            _no_inline(answer.content.decode(), name)
        if name.partition(":")[0] in ("dossiers", "sources", "review", "whatif", "people"):
            assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"], name


def _no_inline(page: str, name: str) -> None:
    """Nothing that the policy would refuse: no script, style or handler within the page."""
    from lxml import html

    tree = html.document_fromstring(page)
    assert not tree.xpath("//script[not(@src)]") and not tree.xpath("//style"), name
    assert not tree.xpath("//*[@style]"), name
    assert not [each for each in tree.xpath("//@*") if each.attrname.lower().startswith("on")], name
    assert not tree.xpath("//*[starts-with(normalize-space(@href), 'javascript:')]"), name
    for link in tree.xpath("//a[starts-with(@href, 'http')]"):
        assert "noopener" in link.get("rel", "") or link.get("href").startswith(settings.ADDRESS), (
            name,
            link.get("href"),
        )
    for src in tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src"):
        assert src.startswith("/"), (name, src)


def test_a_member_sees_nothing_of_it_from_a_shared_cache(world):
    made = world(MEMBERS)
    for name in ("publishing:dossier", "publishing:version", "publishing:dossier_feed", "publishing:export"):
        assert "no-store" in made.client("member").get(made.address(name))["Cache-Control"], name
        assert made.client("anonymous").get(made.address(name)).status_code == 404


def test_cookies_are_for_https_where_the_desk_is(tmp_path):
    code = (
        "import django, json; django.setup()\n"
        "from django.conf import settings as s\n"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG]))"
    )
    for address, expected in (
        ("https://desk.example.org", '[true, true, true, "Lax", true, false]'),
        ("http://127.0.0.1:8000", '[false, false, true, "Lax", false, false]'),
    ):
        environment = {**os.environ, "DETENTE_ADDRESS": address, "DETENTE_DATA": str(tmp_path),
                       "DJANGO_SETTINGS_MODULE": "detente.desk.settings"}  # fmt: skip
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
        assert done.stdout.strip() == expected, done.stderr


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_the_session_cookie_is_out_of_reach_of_scripts(people):
    answer = Client().post("/people/login/", {"username": "reader", "password": PASSWORD})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"


# sessions


def test_logging_in_takes_another_session(people):
    client = Client()
    client.session["planted"] = True
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key
    client.post("/people/login/", {"username": "reader", "password": PASSWORD})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after and after != before
    # With the old one, nobody is logged in.
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    assert other.get("/desk/").status_code == 302


def test_logging_out_ends_the_session(people):
    client = Client()
    client.post("/people/login/", {"username": "reader", "password": PASSWORD})
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/people/logout/")
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert other.get("/desk/").status_code == 302


def test_a_closed_account_is_out_at_once(people, as_role):
    client = as_role("reader")
    assert client.get("/desk/").status_code == 200
    User.objects.filter(username="reader").update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_guessing_passwords_is_throttled(people):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/people/login/", {"username": "owner", "password": "wrong"})
    refused = Client().post("/people/login/", {"username": "owner", "password": PASSWORD})
    assert refused.status_code == 429
    # Another name from the same place may still log in: one cannot lock out everybody.
    assert Client().post("/people/login/", {"username": "reader", "password": PASSWORD}).status_code == 302
    # And so may the owner from elsewhere.
    elsewhere = Client().post("/people/login/", {"username": "owner", "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


def test_the_log_in_does_not_tell_who_has_an_account(people):
    def said(name: str) -> str:
        page = Client().post("/people/login/", {"username": name, "password": "wrong"}).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert said("owner") == said("nobody")


# requests from elsewhere


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "evil.example:80"])
def test_other_hosts_names_are_refused(people, host):
    for path in ("/", "/people/login/", "/feed.atom", "/api/v1/openapi.json", "/health/", "/people/reset/"):
        assert Client().get(path, headers={"host": host}).status_code == 400, path


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\x01//evil.example"],
)
def test_nobody_is_led_elsewhere(people, target, as_role):
    client = Client()
    for path in ("/people/login/", f"/people/login/?next={target}"):
        answer = client.post(path, {"username": "reader", "password": PASSWORD, "next": target})
        assert answer["Location"].startswith("/") and "evil" not in answer["Location"], path
        client = Client()
    answer = Client().post("/language/", {"language": "de", "next": target})
    assert answer["Location"] == "/"


def test_a_form_from_another_site_is_refused(people, as_role):
    client = Client(enforce_csrf_checks=True)
    client.get("/people/login/")
    token = client.cookies["csrftoken"].value
    data = {"username": "reader", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/people/login/", data, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/people/login/", data, headers={"origin": "http://testserver"}).status_code == 302


# what forms do not take


def test_no_form_gives_a_role_or_an_audience(people, as_role, world):
    reader = as_role("reader")
    more = {"role": "owner", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
    shown = {"name": "R", "email": "reader@example.org", "language": "en"}
    for name in ("people:account", "people:change_address", "people:password", "people:tokens"):
        made = routes.reverse(name)
        reader.post(made, {**shown, **more})
    user = User.objects.get(username="reader")
    assert (user.role, user.is_superuser, user.is_staff) == (READER, False, False)
    # A token is for nobody but oneself.
    assert not people["owner"].tokens.exists()


def test_an_account_that_is_opened_is_a_readers(people):
    from detente.desk.home.models import Site

    Site.objects.update_or_create(pk=1, defaults={"registration": True})
    data = {"username": "new", "name": "N", "email": "new@example.org", "password1": "quite-long-enough",
            "password2": "quite-long-enough", "role": "owner", "is_superuser": "on"}  # fmt: skip
    Client().post("/people/register/", data)
    assert not User.objects.exclude(username__in=people).filter(role__in=("owner", "analyst", "moderator")).exists()
    assert User.objects.filter(role="owner").count() == 1


def test_the_first_run_page_makes_one_owner_only(people):
    data = {"username": "thief", "name": "T", "email": "t@example.org", "password1": "quite-long-enough",
            "password2": "quite-long-enough"}  # fmt: skip
    assert Client().post("/people/first-run/", data).status_code == 302
    assert not User.objects.filter(username="thief").exists()


def test_a_dossiers_form_does_not_take_over_what_is_not_in_it(people, as_role):
    analyst = as_role("analyst")
    analyst.post("/desk/new/", {"title": "Mine", "language": "en", "audience": EVERYBODY, "slug": "theirs",
                                "made_by": people["owner"].pk})  # fmt: skip
    made = Dossier.objects.get()
    assert (made.slug, made.made_by) == ("mine", people["analyst"])


# ids of another dossier's things


def test_what_belongs_to_another_dossier_is_not_reached_through_ones_own(world, people):
    theirs = world(MEMBERS)
    theirs.dossier.members.clear()
    own = Dossier.objects.create(slug="own", title="Own", audience=MEMBERS)
    own.members.add(theirs.users["colleague"])
    client = theirs.client("colleague")
    names = [name for name, (kind, _) in ROUTES.items() if kind in ("see", "work")]
    behind = [name for name in names if {"pk", "book", "key", "report"} & set(_parts(name))]
    assert len(behind) >= 10
    counts = _counts()
    for name in behind:
        address = theirs.address(name, slug="own")
        for method in ROUTES[name][1].split():
            answer = getattr(client, method.lower())(address)
            assert answer.status_code == 404, (method, name, answer.status_code)
    assert _counts() == counts
    theirs.dossier.feeds.get()
    assert theirs.dossier.rulings.get().undone is None


def _parts(name: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", str(routes.walk()[name].pattern))


def _counts() -> list[int]:
    from django.apps import apps

    aside = ("Rendering", "Extract", "Outcome")
    models = [model for app in ("dossiers", "sources", "review", "whatif") for model in
              apps.get_app_config(app).get_models() if model.__name__ not in aside]  # fmt: skip
    return [model.objects.count() for model in models]


def test_a_comment_of_another_dossier_is_not_shown(world, people):
    made = world(MEMBERS)
    other = Dossier.objects.create(slug="other", title="Other", audience=EVERYBODY)
    Comment.objects.create(dossier=other, version=1, name="Eve", text="elsewhere said", state=APPROVED)
    page = made.client("member").get(made.address("comments:fragment")).content.decode()
    assert "approved text" in page and "elsewhere said" not in page
    assert "waiting text" not in page and "rejected text" not in page


# limits


def test_a_form_that_is_too_large_is_refused(as_role, dossier):
    client = as_role("analyst")
    answer = client.post("/desk/north/sources/text/", {"text": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code in (400, 413)
    assert dossier.sources.count() == 2


def test_an_upload_that_is_too_large_is_refused(as_role, dossier, settings):
    settings.UPLOAD_LIMIT = 1000
    files = [SimpleUploadedFile(f"{n}.txt", b"a" * 600) for n in range(2)]
    answer = as_role("analyst").post("/desk/north/sources/files/", {"files": files})
    assert answer.status_code in (400, 413), answer.status_code
    assert dossier.sources.count() == 2


def test_too_many_fields_are_refused(as_role, dossier):
    fields = {f"f{n}": "x" for n in range(1001)}
    assert as_role("analyst").post("/desk/north/settings/", fields).status_code == 400


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.txt", "a\x00b.txt", "/etc/passwd.txt", "con.txt" * 100]
)
def test_a_files_name_is_only_a_name(as_role, dossier, name):
    file = SimpleUploadedFile("x.txt", b"Oslo, 6 March 2026 - Denmark agrees.")
    file._name = name
    as_role("analyst").post("/desk/north/sources/files/", {"files": file})
    for source in dossier.sources.all():
        assert "/" not in source.name and "\\" not in source.name and "\x00" not in source.name


# what goes wrong tells nothing


def test_an_error_shows_no_traceback(people, monkeypatch, as_role, dossier):
    from detente.desk.dossiers import current

    def broken(*_: Any) -> None:
        raise RuntimeError("the-secret-of-the-house")

    monkeypatch.setattr(current, "standing", broken)
    monkeypatch.setattr("detente.desk.home.models.Site.get", broken)
    client = as_role("analyst")
    client.raise_request_exception = False
    for path in ("/", "/desk/north/settings/"):
        answer = client.get(path)
        assert answer.status_code == 500
        text = answer.content.decode()
        assert "the-secret-of-the-house" not in text and "Traceback" not in text and "settings" not in text.lower()


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/desk/%00/", "/d/north/v/99999999999999999999/", "/static/../settings.py",
     "/static/..%2f..%2fsettings.py", "/desk/north/see/nothing/"],
)  # fmt: skip
def test_strange_addresses_are_answered_plainly(people, as_role, dossier, path):
    client = as_role("analyst")
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code in (400, 404), answer.status_code
    assert "Traceback" not in answer.content.decode()


# the repository


def test_no_secret_is_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, timeout=60)
    if listed.returncode:
        pytest.skip("not a git checkout")
    patterns = [
        rb"-----BEGIN (RSA |EC |OPENSSH |DSA |)PRIVATE KEY-----",
        rb"AKIA[0-9A-Z]{16}",
        rb"gh[pousr]_[A-Za-z0-9]{36}",
        rb"xox[baprs]-[A-Za-z0-9-]{10,}",
        rb"sk-[A-Za-z0-9]{32,}",
        rb"dt_[A-Za-z0-9_-]{43}",
        rb"django-[i]nsecure-",
        rb"(?i)\bsecret_key\s*=\s*[\"'][^\"'\s]{20,}[\"']",
        rb"(?i)\b(?:postgres(?:ql)?|smtp|https?)://[^\s:/@\"'{}<>]+:(?!sesame@|password@|PASSWORD@|secret@|pass@|pw@|\$)[^\s/@\"'{}<>]{4,}@",
    ]
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file() or path.stat().st_size > 5_000_000:
            continue
        assert path.name not in ("secret-key", ".env", "desk.sqlite3", "id_rsa"), name
        data = path.read_bytes()
        found += [(name, match[0][:60]) for pattern in patterns for match in re.finditer(pattern, data)]
    assert not found


def test_the_key_is_made_anew_for_each_desk_and_readable_by_its_owner_only(tmp_path):
    code = "import django; django.setup(); from django.conf import settings; print(settings.SECRET_KEY)"
    keys = []
    for name in ("a", "b", "a"):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DETENTE_")}
        environment |= {"DETENTE_DATA": str(tmp_path / name), "DJANGO_SETTINGS_MODULE": "detente.desk.settings"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
        keys.append(done.stdout.strip())
    assert keys[0] == keys[2] != keys[1] and len(keys[0]) > 60
    assert (tmp_path / "a" / "secret-key").stat().st_mode & 0o077 == 0

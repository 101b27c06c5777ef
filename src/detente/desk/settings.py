"""Django's settings for the desk, from the environment: the table in docs/desk.md says what each variable is for."""

from __future__ import annotations

import ipaddress
import os
import secrets
import warnings
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
import platformdirs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

DATA = Path(os.environ.get("DETENTE_DATA") or platformdirs.user_data_dir("detente", appauthor=False))


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    raise ImproperlyConfigured(f"{name}={value!r}: expected yes or no")


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number")
    return int(value) if value else default


def _proxy() -> str:
    value = os.environ.get("DETENTE_TRUSTED_PROXY", "").strip()
    try:
        return str(ipaddress.ip_address(value)) if value else ""
    except ValueError as error:
        raise ImproperlyConfigured(f"DETENTE_TRUSTED_PROXY={value!r}: expected an IP address") from error


def _secret() -> str:
    """The key that signs sessions and links: from the environment, else made once and kept beside the data."""
    given = os.environ.get("DETENTE_SECRET_KEY")
    if given:
        return given
    file = DATA / "secret-key"
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = secrets.token_urlsafe(64)
        # Exclusive, so that of two processes starting at once the second takes the first one's key.
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(made)
        except FileExistsError:
            return file.read_text("utf-8").strip()
        return made


SECRET_KEY = _secret()
DEBUG = False
# Where the desk is seen from outside; links in mails and feeds begin with it.
ADDRESS = (os.environ.get("DETENTE_ADDRESS") or "http://127.0.0.1:8000").rstrip("/")
_SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = [
    *filter(None, [urlsplit(ADDRESS).hostname, "127.0.0.1", "localhost", "[::1]"]),
    *filter(None, (host.strip() for host in os.environ.get("DETENTE_HOSTS", "").split(","))),
]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
# Only what this address says of whom it speaks for is believed: the servers make REMOTE_ADDR and the scheme of it.
TRUSTED_PROXY = _proxy()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "ninja",
    *(f"detente.desk.{app}" for app in (
        "home", "people", "dossiers", "sources", "review", "whatif", "publishing", "subscriptions", "comments",
    )),
]  # fmt: skip
MIDDLEWARE = [
    "detente.desk.publishing.middleware.Public",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "detente.desk.home.middleware.Desk",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "detente.desk.urls"
WSGI_APPLICATION = "detente.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "detente.desk.home.templating.environment"},
    },
    # The sitemap and the like bring templates of Django's own kind.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{(DATA / 'desk.sqlite3').as_posix()}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers and one writer at a time do not block each other, and a writer waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }

# Published pages are made once: each process keeps the last ones that were asked for.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 256},
    },
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "dossiers:list"
LOGOUT_REDIRECT_URL = "home:home"
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Five wrong passwords for one name from one address: a quarter of an hour's rest.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "detente.desk.people.views.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False

SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "detente.desk.home.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _SECURE:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("DETENTE_TIME_ZONE") or "Europe/Berlin"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STATICFILES_DIRS = [("brief", str(Path(__file__).parents[1] / "briefing" / "templates"))]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]

# The largest request that is taken: an upload of several reports.
UPLOAD_LIMIT = _number("DETENTE_UPLOAD_MB", 32) * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 500
ALLOW_PRIVATE_ADDRESSES = _flag("DETENTE_ALLOW_PRIVATE_ADDRESSES")
# In tests what the worker would do is done at once, in the request.
WORK_INLINE = _flag("DETENTE_WORK_INLINE")

# Mail goes out over smtp://user:password@host:587?tls=1 (ssl=1 for port 465); without it, into files under the data.
_MAIL = urlsplit(os.environ.get("DETENTE_SMTP_URL", ""))
_MAIL_OPTIONS = {key: values[-1] for key, values in parse_qs(_MAIL.query).items()}
if _MAIL.scheme and (_MAIL.scheme != "smtp" or not _MAIL.hostname):
    raise ImproperlyConfigured("DETENTE_SMTP_URL: expected smtp://user:password@host:port?tls=1")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.scheme else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(DATA / "mail")
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_OPTIONS.get("tls") == "1", _MAIL_OPTIONS.get("ssl") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DETENTE_MAIL_FROM") or f"desk@{urlsplit(ADDRESS).hostname or 'localhost'}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}, "axes": {"level": "ERROR"}},
}
# Django warns of a folder for static files that is not there; whitenoise finds them in the packages.
warnings.filterwarnings("ignore", message="No directory at", module="whitenoise.base")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"] if not _SECURE else []

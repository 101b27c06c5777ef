"""Starting the desk: data folder, migrations, worker process, web server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader

Server = Literal["waitress", "granian"]
THREADS = 8
_DIED_TOO_SOON = 5.0


class ServeError(Exception):
    """The desk cannot be started: `key` names the words for the reason, in the command line's messages."""

    def __init__(self, key: str, **words: object) -> None:
        super().__init__(f"{key}: {words}")
        self.key, self.words = key, words


def set_up(data: Path | None = None, address: str | None = None) -> None:
    """Make Django ready on a data folder.  Raises `ServeError` where settings or folder cannot be used."""
    if data is not None:
        os.environ["DETENTE_DATA"] = str(data.resolve())
    if address is not None:
        os.environ.setdefault("DETENTE_ADDRESS", address)
    os.environ["DJANGO_SETTINGS_MODULE"] = "detente.desk.settings"
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
        from django.conf import settings

        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    except ImproperlyConfigured as error:
        raise ServeError("settings", reason=str(error)) from error
    except OSError as error:
        raise ServeError("folder", reason=f"{error.filename}: {error.strerror}") from error


def migrate() -> int:
    """Bring the database to this version's tables where it is not yet; the number of steps taken.

    Raises `ServeError` where the database cannot be reached, or another version than this one made it.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        if _unknown_steps(executor.loader):
            raise ServeError("other_version")
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise ServeError("database", reason=" ".join(str(error).split())) from error
    return len(plan)


def _unknown_steps(loader: MigrationLoader) -> list[str]:
    """Steps that our tables have behind them and this version does not know: of a later or an unreleased version."""
    ours = {app for app, _ in loader.disk_migrations}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in ours)


def check() -> list[str]:
    """What is wrong with the desk as it is set up, as lines; none where all is well."""
    from django.conf import settings
    from django.core.checks import Error, run_checks
    from django.core.checks import Warning as CheckWarning
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    found = [f"{each.id}: {each.msg}" for each in run_checks(include_deployment_checks=True)
             if isinstance(each, (Error, CheckWarning)) and not each.is_silenced()]  # fmt: skip
    try:
        executor = MigrationExecutor(connection)
        if unknown := _unknown_steps(executor.loader):
            found.append(f"database: made by another version of détente, which took the steps {', '.join(unknown)}")
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            found.append(f"database: {len(steps)} migrations to run (detente serve runs them)")
    except DatabaseError as error:
        found.append(f"database: {' '.join(str(error).split())}")
    if not os.access(settings.DATA, os.W_OK):
        found.append(f"data: {settings.DATA} cannot be written")
    if settings.ADDRESS.startswith("https://") and not settings.TRUSTED_PROXY:
        found.append("proxy: DETENTE_TRUSTED_PROXY is not set, so all who come through the proxy count as one visitor")
    if settings.EMAIL_HOST:
        from django.core.mail import get_connection

        try:
            mail = get_connection()
            mail.open()
            mail.close()
        except Exception as error:  # smtplib raises OSError and a dozen of its own
            found.append(f"mail: {settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}")
    return found


def take_in(files: Sequence[str]) -> str:
    """Keep files (and what lies in folders) as a new dossier to be read; its slug.  Raises `ServeError` if none."""
    from detente.desk.dossiers.keeping import free_slug
    from detente.desk.dossiers.models import Dossier
    from detente.desk.sources import reading
    from detente.desk.sources.models import FILE
    from detente.desk.words import say

    found: list[Path] = []
    for name in files:
        path = Path(name)
        if path.is_dir():
            found += sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
        elif path.is_file():
            found.append(path)
        else:
            raise ServeError("no_file", file=name)
    if not found:
        raise ServeError("no_file", file=", ".join(files))
    title = Path(files[0]).resolve().stem if len(files) == 1 else say("sources.taken_in", n=len(found))
    dossier = Dossier.objects.create(title=title[:160], slug=free_slug(title))
    for path in found:
        reading.add(dossier, FILE, path.name, content=path.read_bytes())
    return dossier.slug


class Worker:
    """The worker's process, started again when it dies, ended with us."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start it, and a thread that watches over it."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            # It ends when its standard input is closed, that is, with us, whatever ends us.
            self._process = subprocess.Popen([sys.executable, "-m", "detente.desk.worker"], stdin=subprocess.PIPE)
            self._process.wait()
            if time.monotonic() - started < _DIED_TOO_SOON:
                self._stopping.wait(_DIED_TOO_SOON)

    def stop(self) -> None:
        """End it."""
        self._stopping.set()
        if self._process is not None:
            if self._process.stdin is not None:
                with suppress(OSError):
                    self._process.stdin.close()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()


def serve(host: str, port: int, server: Server = "waitress", *, workers: int = 1) -> None:
    """Serve the desk until it is interrupted.  Raises `ServeError` where the port is taken."""
    signal.signal(signal.SIGTERM, _interrupt)
    worker = Worker()
    worker.start()
    try:
        if server == "granian":
            _granian(host, port, workers)
        else:
            _waitress(host, port)
    except KeyboardInterrupt:
        pass
    finally:
        worker.stop()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _waitress(host: str, port: int) -> None:
    import waitress

    from detente.desk.wsgi import application

    try:
        waitress.serve(
            application, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=_body_limit(),
            clear_untrusted_proxy_headers=True, **_trust(),
        )  # fmt: skip
    except OSError as error:
        raise ServeError("port", host=host, port=port, reason=error.strerror or str(error)) from error


def _trust() -> dict[str, Any]:
    from django.conf import settings

    if not settings.TRUSTED_PROXY:
        return {}
    return {
        "trusted_proxy": settings.TRUSTED_PROXY,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _body_limit() -> int:
    from django.conf import settings

    # What is too large has the desk's own answer, which keeps the page; what is far too large the server's short one.
    return 4 * int(settings.UPLOAD_LIMIT)


def _granian(host: str, port: int, workers: int) -> None:
    try:
        from granian.constants import Interfaces
        from granian.server import Server as Granian
    except ImportError as error:
        raise ServeError("granian") from error
    Granian(
        "detente.desk.serving:for_granian", factory=True, address=host, port=port, interface=Interfaces.WSGI,
        workers=workers, blocking_threads=THREADS, log_access=False,
    ).serve()  # fmt: skip


def for_granian() -> Any:
    """The application for granian, which leaves it to applications to believe a proxy.

    A process of granian's would outlive its parent when that is killed, and hold the port: it ends with it.
    """
    from django.conf import settings
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    from detente.desk.wsgi import application

    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return (
        wrap_wsgi_with_proxy_headers(application, [settings.TRUSTED_PROXY]) if settings.TRUSTED_PROXY else application
    )


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def shown(host: str, port: int) -> str:
    """The address to open in the browser."""
    from django.conf import settings

    if os.environ.get("DETENTE_ADDRESS") and urlsplit(settings.ADDRESS).scheme == "https":
        return str(settings.ADDRESS)
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{name}:{port}"

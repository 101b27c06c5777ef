"""`detente serve`: the desk in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from detente.cli.failing import DONE, SOME_FAILED, USAGE, Failed
from detente.cli.wording import current, text

SERVERS = ("waitress", "granian")


def serve(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILES]")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR")] = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N")] = 8000,
    server: Annotated[str, typer.Option("--server", metavar="|".join(SERVERS))] = "waitress",
    processes: Annotated[int, typer.Option("--processes", metavar="N")] = 1,
    check: Annotated[bool, typer.Option("--check")] = False,
) -> int:
    """Serve the desk, or only check how it is set up."""
    if server not in SERVERS:
        raise Failed(text("error.server", servers=", ".join(SERVERS)), USAGE)
    if not 0 < port < 65536:
        raise Failed(text("error.port_number", port=port), USAGE)
    from detente.desk import serving

    try:
        serving.set_up(data, f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}")
        if check:
            return _checked()
        if steps := serving.migrate():
            print(text("serve.migrated", n=steps))
        if files:
            from django.utils import translation

            with translation.override(current()):
                print(text("serve.taken_in", slug=serving.take_in(files)))
        print(text("serve.open", address=serving.shown(host, port)), flush=True)
        serving.serve(host, port, cast(serving.Server, server), workers=processes)
    except serving.ServeError as error:
        raise Failed(text(f"error.serve_{error.key}", **error.words), SOME_FAILED) from error
    return DONE


def _checked() -> int:
    from detente.desk import serving

    found = serving.check()
    for each in found:
        print(each)
    if not found:
        print(text("serve.well"))
    return SOME_FAILED if found else DONE

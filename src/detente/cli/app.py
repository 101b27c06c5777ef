"""The command `detente` as a whole: its commands by name, help in the user's language, one line for each error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from detente.cli import commands, forecast, propose, scoring, sensitivity, serve, settle, stability, wording
from detente.cli.failing import USAGE, Failed
from detente.settings import SettingsError

INTERRUPTED = 130  # what a shell reports for a process ended by SIGINT, and for SIGPIPE below
BROKEN_PIPE = 141
SOFTWARE = 70  # of sysexits.h: a fault of ours


class _Worded:
    """Words from the message files for a command: its help by its name, its parameters' by theirs."""

    name: str | None

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            own = f"{self.name}.{param.name}"
            param.help = wording.text(own if wording.has(own) else f"option.{param.name}")
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, re.sub(r"[{}]", "", pieces), f"{wording.text('heading.usage')}: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for kind in ("argument", "option"):
            records = [p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == kind]
            _section(formatter, f"{kind}s", [(_without_type(name), _without_extra(words)) for name, words in records])


def _section(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(wording.text(f"heading.{heading}")):
            formatter.write_dl(rows)


def _without_type(name: str) -> str:
    return re.sub(r" <.*>", "", name)


def _without_extra(words: str) -> str:
    return re.sub(r" *\[required\]$", "", words)


class _Command(_Worded, TyperCommand):
    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **{**attributes, "help": wording.text(f"command.{name}")})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # Click options take a fixed number of values; `--profiles A.json B.json` is how everybody would write it.
        args = _spread(args, "--profiles", lambda each: not Path(each).is_dir())
        return super().parse_args(ctx, _spread(args, "--model", lambda each: each in forecast.model_names()))

    def invoke(self, ctx: Any) -> Any:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader of our output has left (`| head`): end quietly, also when Python flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from None
        return code


def _spread(arguments: list[str], option: str, fits: Callable[[str], bool]) -> list[str]:
    """An option with all the values that follow it as one option for each value.

    They end at the next option, and at what does not fit; the one right after the option is its value in any case.
    """
    if option not in arguments:
        return arguments
    result: list[str] = []
    inside = first = False
    for place, each in enumerate(arguments):
        if each == option:
            following = arguments[place + 1 : place + 2]
            inside = first = bool(following) and not following[0].startswith("-")
            result += [] if inside else [each]
        else:
            inside = inside and not each.startswith("-") and (first or fits(each))
            first = False
            result += [option, each] if inside else [each]
    return result


class _Group(_Worded, TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "name": "detente", "help": wording.text("command.detente")})

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        _section(formatter, "commands", [(name, command.help or "") for name, command in self.commands.items()])

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)


app = typer.Typer(
    name="detente", cls=_Group, no_args_is_help=True, rich_markup_mode=None, context_settings={"max_content_width": 100}
)
for _command in (
    commands.brief,
    commands.read,
    settle.settle,
    stability.stability,
    forecast.forecast,
    sensitivity.sensitivity,
    commands.export,
    commands.codebooks,
    propose.propose,
    scoring.score,
    serve.serve,
):
    app.command(_command.__name__, cls=_Command)(_command)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"détente {version('detente')}")
        raise typer.Exit


@app.callback()
def _global(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line with these arguments, or with the process's own, and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wording.use(wording.choose(given))
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that lacks a letter gets a question mark, not a crash
        sys.stdout.reconfigure(errors="replace")
    sys.exit(_run(given))


def _run(arguments: Sequence[str]) -> int:
    try:
        code = get_command(app).main(list(arguments), prog_name="detente", standalone_mode=False)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Failed as error:
        return _say(error.message, error.code)
    except SettingsError as error:
        if not error.name:
            return _say(wording.text("error.settings_file", where=error.where, reason=error.expected), USAGE)
        return _say(wording.text("error.setting", **vars(error)), USAGE)
    except typer.TyperException as error:
        return _usage(error)
    except Exception as error:
        if os.environ.get("DETENTE_TRACE"):
            raise
        return _say(wording.text("error.unexpected", error=f"{type(error).__name__}: {error}"), SOFTWARE)
    if code == INTERRUPTED:
        return _say(wording.text("error.interrupted"), INTERRUPTED)
    return code or 0


def _usage(error: typer.TyperException) -> int:
    """Say what is wrong with the command line as typed.  Typer has the words in English only."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
        return USAGE
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if kind == "NoSuchOption":
        message = wording.text("error.no_such_option", name=error.option_name)  # type: ignore[attr-defined]
    elif kind == "MissingParameter":
        message = wording.text("error.missing", name=_shown(error.param))  # type: ignore[attr-defined]
    elif kind == "BadOptionUsage":
        without = "requires an argument" in message or "requires" in message
        message = wording.text(
            "error.needs_value" if without else "error.no_value",
            name=error.option_name,  # type: ignore[attr-defined]
        )
    elif found := re.match(r"No such command '(.*?)'", message):
        message = wording.text("error.no_such_command", name=found[1])
    command = context.command_path if context else "detente"
    return _say(wording.text("error.usage", message=message, command=command), USAGE)


def _shown(param: Any) -> str:
    return str(max(param.opts, key=len) if param.param_type_name == "option" else param.name.upper())


def _say(message: str, code: int) -> int:
    one_line = " ".join(message.split())
    print(wording.text("error.line", message=one_line), file=sys.stderr)
    return code

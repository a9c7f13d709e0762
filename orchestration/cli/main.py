"""The `tip` command. Subcommands are imported when they are called."""

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import shell_complete

from orchestration.cli.escaped_streams import OutputError, discard_output, escaped_streams
from orchestration.signals import interruptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from signal import Signals

_COMMANDS: Final = {
    "run": ("orchestration.cli.run", "Run the pipeline: ingest pages, read, build, check, publish."),
    "parse": ("orchestration.cli.parse", "Show the rows read from one saved page."),
    "fact-check": ("orchestration.cli.fact_check", "Hold the claims of one article against the current release."),
    "import": ("orchestration.cli.archive", "Ingest WARC files or saved pages into the archive."),
    "accept": ("orchestration.cli.decisions", "Put a capture in use, although it lost text."),
    "refuse": ("orchestration.cli.decisions", "Do not use a capture."),
    "forget": ("orchestration.cli.forget", "Take an article out of the archive and all later releases."),
    "export": ("orchestration.cli.archive", "Write the whole archive as one WARC file."),
    "tables": ("orchestration.cli.tables", "List the tables of the current release."),
    "describe": ("orchestration.cli.tables", "Explain a table and its columns."),
    "sql": ("orchestration.cli.sql", "Run SQL on the current release, read-only."),
    "why": ("orchestration.cli.why", "Trace rows to their sentence, page, capture and archived bytes."),
    "releases": ("orchestration.cli.releases", "List the releases."),
    "diff": ("orchestration.cli.diff", "Show the changes between two releases."),
    "rollback": ("orchestration.cli.rollback", "Make an earlier release current again."),
    "verify": ("orchestration.cli.releases", "Verify the files of a release."),
    "config": ("orchestration.cli.config", "Show every setting, its value and where it comes from."),
    "doctor": ("orchestration.cli.doctor", "Show the state of this warehouse."),
    "prune": ("orchestration.cli.prune", "Remove old run history, releases and files taken in."),
    "backup": ("orchestration.cli.backup", "Copy archive, decisions and releases to a folder."),
    "restore": ("orchestration.cli.backup", "Make a new home from a backup."),
    "monitor": ("orchestration.cli.monitor", "Serve health and metrics, or print the metrics."),
    "worker": ("orchestration.cli.worker", "Read units for the runs of a home on another machine."),
    "completion": ("orchestration.cli.completion", "Print a script for completion in a shell."),
    "ui": ("orchestration.cli.ui", "Open Dagster."),
}

_COLLECTED_OBJECTS: Final = 50_000
"""New objects between two collections of garbage. With the default of 700, imports take a tenth longer."""

_EXIT_FAILED: Final = 1
_EXIT_USAGE: Final = 2
_EXIT_SIGNAL: Final = 128
"""Added to the number of the signal that ended a command: 130 after SIGINT, 143 after SIGTERM."""


_SHOW_MISTAKES: Final = frozenset(("config", "doctor"))
"""Commands that run with wrong settings, and show what is wrong."""

_HELP: Final = frozenset(("-h", "--help"))


class _Interrupted(BaseException):
    """A signal ended the command. Click prints an empty line after `KeyboardInterrupt`, but not after this."""


class _Commands(click.Group):
    """A group whose commands are imported when they are called, after the settings are validated."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _Interrupted from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


# `color`: Click would remove escape sequences from the text of pages, which the streams show as text
@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "color": True})
@click.option("--debug", is_flag=True, help="Show a traceback after an error.")
@click.version_option(package_name="tip-warehouse")
@click.pass_context
def tip(context: click.Context, debug: bool) -> None:
    """TIP warehouse: from State Department report pages to checked, published tables.

    The folder TIP_HOME (default: data/ in the repository) holds the archive, staging area and releases.

    \b
    Example:
      tip run --source sample
      tip sql "SELECT * FROM words_by_edition('human_rights')"
    """
    if context.invoked_subcommand not in _SHOW_MISTAKES and not _HELP.intersection(context.obj or ()):
        from assets.pipeline.settings.load import load_settings

        load_settings()


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command line; an error prints one line and sets the exit code."""
    gc.set_threshold(_COLLECTED_OBJECTS)
    if "_TIP_COMPLETE" in os.environ:  # the shell asks for completions
        sys.exit(shell_complete(tip, {}, "tip", "_TIP_COMPLETE", os.environ["_TIP_COMPLETE"]))
    with escaped_streams(), interruptions() as first_signal:
        _run(list(sys.argv[1:] if arguments is None else arguments), first_signal)


def _run(arguments: list[str], first_signal: "Callable[[], Signals]") -> None:
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    try:
        code = tip.main(list(arguments), prog_name="tip", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "tip"
        click.echo(f"tip: {error.format_message()} (see {command} --help)", err=True)
        sys.exit(_EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt, _Interrupted):
        number = first_signal()
        click.echo(f"tip: stopped by {number.name}", err=True)
        sys.exit(_EXIT_SIGNAL + number)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(_EXIT_FAILED)
    except OutputError as error:
        discard_output()  # otherwise Python tries to write the rest, and reports that too
        click.echo(f"tip: {error}", err=True)
        sys.exit(_EXIT_FAILED)
    except Exception as error:
        if debug:
            raise
        if (lines := _settings_lines(error)) is not None:
            for line in lines:
                click.echo(f"tip: {line}", err=True)
            sys.exit(_EXIT_USAGE)
        message = error.format_message() if isinstance(error, click.ClickException) else _line_of(error)
        click.echo(f"tip: {message}", err=True)
        sys.exit(error.exit_code if isinstance(error, click.ClickException) else _EXIT_FAILED)


def _settings_lines(error: Exception) -> list[str] | None:
    """The mistakes in the settings; None for any other error."""
    from assets.pipeline.settings.files import SettingsError

    return error.lines if isinstance(error, SettingsError) else None


def _line_of(error: Exception) -> str:
    from assets.pipeline.home.home import Home
    from assets.pipeline.settings.files import WrongHomeError
    from orchestration.cli.error_lines import error_line

    return str(error) if isinstance(error, WrongHomeError) else error_line(error, Home.from_environment())


if __name__ == "__main__":
    main()

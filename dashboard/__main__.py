"""`python -m dashboard VERB`: arguments in, exit code out. A verb is loaded when it is called."""

import importlib
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from dashboard.errors import DashboardError

MODULE_OF = {"import": "import_file"}  # `import` is a keyword
VERBS = (
    "serve",
    "import",
    "history",
    "rollback",
    "withdraw",
    "purge",
    "forget",
    "measure",
    "report",
    "rebase",
    "build",
    "sample",
    "template",
)


class Verbs(click.Group):
    """Loads only the verb that is called: `history` needs no statistics, `--help` needs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the verbs in the order of a month's work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one verb."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"dashboard.commands.{MODULE_OF.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command


@click.group(cls=Verbs, invoke_without_command=True)
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A settings file (TOML)."
)
@click.pass_context
def main(ctx: click.Context, settings_file: Path | None) -> None:
    """Service Recovery Dashboard. Without a verb it serves: sample data until a store is set."""
    ctx.obj = settings_file
    if ctx.invoked_subcommand is None:
        command = main.get_command(ctx, "serve")
        if command is not None:
            ctx.invoke(command)


def run(arguments: list[str] | None = None) -> int:
    """Run one command line; return its exit code: 0 done, 1 refused, 2 wrong usage."""
    try:
        main(args=arguments, prog_name="python -m dashboard", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return 1
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except DashboardError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # no console fails on a unit's name
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run())

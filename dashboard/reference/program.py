"""The program in words: verbs of the command line with their options, and the settings."""

import re
import tomllib
from typing import Any

import click
from pydantic import BaseModel

from dashboard.__main__ import main
from dashboard.errors import DashboardError
from dashboard.reference.markdown import page, table
from dashboard.settings import (
    DEFAULT_FILE,
    CalendarSettings,
    ClockSettings,
    Settings,
    Standards,
)

TABLES: dict[str, type[BaseModel]] = {"standards": Standards, "calendar": CalendarSettings}
CLOCKS = "clocks"  # a list of tables


def verbs() -> str:
    """Every verb with its usage and options, as its --help says them."""
    ctx = click.Context(main, info_name="python -m dashboard")
    commands = [(name, main.get_command(ctx, name)) for name in main.list_commands(ctx)]
    return page(
        "## Command line\n\nExit codes: 0 done; 1 refused, nothing changed; 2 wrong usage. Results "
        "go to stdout, messages to stderr. Without a verb it serves.",
        *(_verb(name, command, ctx) for name, command in commands if command),
    )


def _verb(name: str, command: click.Command, parent: click.Context) -> str:
    ctx = click.Context(command, parent=parent, info_name=name, show_default=True)
    options = (option for option in command.params if isinstance(option, click.Option))
    records = (option.get_help_record(ctx) for option in options)
    arguments = [p.make_metavar(ctx) for p in command.params if isinstance(p, click.Argument)]
    usage = " ".join(("python -m dashboard", name, *arguments, "[OPTIONS]"))
    return page(
        f"### {name}\n\n{command.help}",
        f"    {usage}",
        table(("option", "meaning"), ((f"`{_day(r[0])}`", _spaced(r[1])) for r in records if r)),
    )


def _day(option: str) -> str:
    return option.replace("[%Y-%m-%d]", "DATE")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def settings() -> str:
    """Every setting with its variable of the environment, its default and its comment."""
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    comments, shipped = _comments(text), tomllib.loads(text)
    rows = [
        _setting(name, f"DASHBOARD_{name.upper()}", shipped.get(name, field.default), comments)
        for name, field in Settings.model_fields.items()
        if name not in {*TABLES, CLOCKS}
    ]
    for table_name, model in TABLES.items():
        variable, given = f"DASHBOARD_{table_name.upper()}__", shipped[table_name]
        rows += [
            _setting(name, f"{variable}{name.upper()}", given.get(name, field.default), comments)
            for name, field in model.model_fields.items()
        ]
    rows += [
        _setting(name, f"DASHBOARD_{CLOCKS.upper()}", None, comments)
        for name in ClockSettings.model_fields
    ]
    return page(
        "## Settings\n\nIn settings.toml, in a file given by `--settings`, in the environment or "
        "on the command line; what comes later wins. Standards stand in `[standards]`, the "
        "calendar of working days in `[calendar]`, the last ones in tables `[[clocks]]`. "
        "The values are those that the program comes with.",
        table(("setting", "environment", "value", "meaning"), rows),
    )


def _setting(name: str, variable: str, value: Any, comments: dict[str, str]) -> tuple[str, ...]:
    comment = comments.get(name) or comments.get(variable)
    if comment is None:
        raise DashboardError(f"settings.toml has no comment on {name}.")
    shown = "" if value in (None, ()) else f"`{str(value).lower() if value is False else value}`"
    return f"`{name}`", f"`{variable}`", shown, comment


def _comments(text: str) -> dict[str, str]:
    """Comments by the setting's name, or by the variable that a whole line's comment names."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        set_here = re.match(r"(?:# )?(\w+) = .+?  ?# (.+)", line)
        named = re.match(r"# (.*\b(DASHBOARD_\w+) alone.*)", line)
        if set_here:
            found[set_here[1]] = set_here[2]
        elif named:
            found[named[2]] = named[1]
    return found

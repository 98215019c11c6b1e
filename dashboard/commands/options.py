"""Options that several verbs share, so that each means the same everywhere."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dashboard import settings
from dashboard.errors import WrongUsage


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb `--store`, `--settings` and its first argument: the settings in force."""

    @click.option("--store", help="Folder or address of the store.")
    @click.option(
        "--settings", "settings_file", type=click.Path(path_type=Path), help="A settings file."
    )
    @click.pass_context
    @wraps(function)
    def verb(
        ctx: click.Context, store: str | None, settings_file: Path | None, **given: Any
    ) -> Any:
        return function(settings.load(settings_file or ctx.obj, store=store), **given)

    return verb


def store_address(current: settings.Settings) -> str:
    """The store's address.

    Raises:
        WrongUsage: none is configured.
    """
    if current.store is None:
        raise WrongUsage(
            "No store is configured. Give --store FOLDER or set DASHBOARD_STORE; "
            "the folder is made by the first import."
        )
    return current.store

"""`serve`: start the web server; on sample data until a store is configured."""

from typing import Any

import click

from dashboard.commands.options import with_settings
from dashboard.settings import Settings


@click.command("serve")
@with_settings
@click.option("--host", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one."
)
@click.option(
    "--demo", is_flag=True, default=None, help="Everyone may choose a role: this machine only."
)
def command(current: Settings, **flags: Any) -> None:
    """Serve the dashboard until it is stopped with Ctrl+C."""
    from dashboard import server  # Streamlit and the charts: half a second no other verb needs

    given = {name: value for name, value in flags.items() if value is not None}
    server.serve(current.model_copy(update=given))

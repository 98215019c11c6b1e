"""The builder's own process: `python -m dashboard.mart.child STORE NUMBER FILE CLOCKS`."""

import sys
from pathlib import Path

from dashboard.clocks.procedure import Procedure
from dashboard.errors import DashboardError
from dashboard.mart.build import build_into
from dashboard.store.store import open_store


def main(uri: str, number: str, path: str, clocks: str) -> int:
    """Build one mart; 0 when it is whole, else 1 with the reason on stderr."""
    try:
        store = open_store(uri)
        procedure = Procedure.read(clocks)
        build_into(store, store.publication(int(number)), Path(path), procedure)
    except DashboardError as error:
        print(error, file=sys.stderr)  # noqa: T201 (the parent reads it)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

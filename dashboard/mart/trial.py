"""The mart of a list of extracts that nobody published: what would change is told from it.

Run as a program it is the builder's own process: `python -m dashboard.mart.trial STORE FILE
CLOCKS EXTRACT…`. It moves no pointer, so no page ever shows a trial.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dashboard.clocks.procedure import Procedure
from dashboard.errors import DashboardError
from dashboard.mart import lock
from dashboard.mart.build import build_into, in_child, trial_name
from dashboard.mart.locate import folder_of
from dashboard.mart.open import Mart, open_mart
from dashboard.settings import Settings
from dashboard.store.records import Publication
from dashboard.store.store import Store, open_store

REASON = "trial"


def trial_mart(store: Store, extract_ids: Sequence[str], settings: Settings) -> Mart:
    """Open the mart that publishing exactly these extracts would give, built if it is missing.

    Raises:
        Refused: an extract is lost or was purged, or the mart can't be built.
    """
    publication = _unpublished(store, extract_ids)
    folder = folder_of(store.uri, settings)
    folder.mkdir(parents=True, exist_ok=True)
    procedure = Procedure.of(settings)
    path = folder / trial_name(publication, procedure)
    with lock.held(path.with_suffix(".lock")):
        if not path.is_file():
            in_child("dashboard.mart.trial", store.uri, str(path), procedure.text, *extract_ids)
    path.with_suffix(".lock").unlink(missing_ok=True)
    return open_mart(path)


def _unpublished(store: Store, extract_ids: Sequence[str]) -> Publication:
    current = store.current()
    publication = Publication(
        publication=1 if current is None else current.publication + 1,
        published_at=datetime.now(UTC),
        published_by="",
        reason=REASON,
        note="",
        extracts=tuple(extract_ids),
        erasures=tuple(erasure.erasure_id for erasure in store.erasures().all),
    )
    store.extracts_of(publication)  # refuses what is lost or purged
    return publication


def main(uri: str, path: str, clocks: str, *extract_ids: str) -> int:
    """Build one trial; 0 when it is whole, else 1 with the reason on stderr."""
    try:
        store = open_store(uri)
        unpublished = _unpublished(store, extract_ids)
        build_into(store, unpublished, Path(path), Procedure.read(clocks))
    except DashboardError as error:
        print(error, file=sys.stderr)  # noqa: T201 (the parent reads it)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

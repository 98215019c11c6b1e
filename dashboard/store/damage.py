"""Which extract's file a reader stumbled over, in words that say what to do."""

import re
from contextlib import suppress

from dashboard.errors import Refused
from dashboard.store.store import Store

IN_A_PATH = re.compile(r"extract_id=([0-9a-f]+)/")


def in_words(store: Store | None, reason: str) -> str | None:
    """Name the extract whose file an error speaks of; None where it speaks of none."""
    found = IN_A_PATH.search(reason)
    if store is None or found is None:
        return None
    extract = None
    with suppress(Refused):
        extract = store.extract(found[1])
    named = f"{found[1]} ({extract.file_name})" if extract else found[1]
    return (
        f"The rows of extract {named} in the store {store.uri} are damaged or gone. Restore its "
        f"folder from a backup; or publish without it (`withdraw {found[1]}`, `purge {found[1]}`) "
        "and import its file again."
    )

"""The command line as a function: what `measure --json` says of a store."""

import contextlib
import io
import json
from dataclasses import dataclass
from unittest.mock import patch

from dashboard import settings
from dashboard.__main__ import run
from dashboard.commands import measure
from dashboard.extracts.intake import import_file
from dashboard.store.store import open_store
from tests.measures.by_hand import ByHand
from tests.measures.by_hand_rows import Store
from tests.measures.random_stores import written


def said(*words):
    """Exit code, stdout and stderr of one command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    return code, out.getvalue(), err.getvalue()


@dataclass
class Hospital:
    """A store on disk, and who answers by hand for it."""

    uri: str
    by_hand: ByHand
    extracts: list

    @property
    def mart(self):
        """The mart of the store's newest publication."""
        return opened_once(settings.load(store=self.uri), None)

    def measure(self, name, *options):
        """The document of `measure NAME … --json`."""
        where = ["--store", self.uri] if self.uri else []
        with patch.object(measure, "opened_mart", opened_once):
            code, out, err = said("measure", name, *where, *options, "--json")
        assert code == 0, err
        return json.loads(out)


open_mart = measure.opened_mart
opened = {}


def opened_once(current, number):
    """The real mart of the command, kept open: hundreds of questions are asked of each."""
    key = (current.store, number)
    if key not in opened:
        opened[key] = open_mart(current, number)
    return opened[key]


def import_all(extracts, folder):
    """Import extracts in their order; every row must be accepted."""
    store = open_store(str(folder / "store"), create=True)
    for number, extract in enumerate(extracts):
        report = import_file(written(extract, folder, number), lambda: store)
        assert report.published, report.message
        assert report.accepted == len(extract.rows), report.findings
    return Hospital(store.uri, ByHand(Store(extracts)), extracts)

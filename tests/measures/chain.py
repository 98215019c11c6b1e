"""The whole chain of a test: files, the import, the mart, `measure --json`."""

import datetime as dt
import json

from dashboard.extracts.intake import Request, import_file
from dashboard.store.store import open_store
from tests.measures.command_line import said

AS_OF = dt.date(2026, 12, 31)


class Chain:
    """Imports files into a store and asks it by the command line."""

    def __init__(self, folder):
        self.folder = folder
        self.store = open_store(str(folder / "store"), create=True)
        self.files_n = 0

    def takes(self, dataset, header, rows, as_of=AS_OF):
        self.files_n += 1
        file = self.folder / f"{self.files_n}.csv"
        lines = [header, *(",".join(map(str, row)) for row in rows)]
        file.write_text("\n".join(lines), encoding="utf-8")
        request = Request(file, as_of, dataset=dataset, source_system="source")
        report = import_file(request, lambda: self.store)
        assert (report.published, report.accepted) == (True, len(rows)), report

    def document(self, name, *options):
        code, out, err = said("measure", name, "--store", self.store.uri, *options, "--json")
        assert code == 0, err
        return json.loads(out)

    def says(self, name, *options):
        return self.document(name, *options)["rows"]

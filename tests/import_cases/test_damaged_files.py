"""Files damaged on their way: each is read or refused in one sentence, and never with a trace."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import DashboardError
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.reading import read_source
from tests.import_cases.making import gzipped, ods, xls, xlsx, zipped

pytestmark = pytest.mark.slow  # hundreds of files

ROWS = [
    ["Ward", "Day", "Answers", "Note"],
    *(["A", dt.date(2024, 3, n), n, "#N/A" if n == 5 else "text"] for n in range(1, 20)),
]
TEXT = "".join(",".join(map(str, row)) + "\n" for row in ROWS).encode()
FILES = {
    "a.xlsx": xlsx(ROWS), "a.xls": xls(ROWS), "a.ods": ods(ROWS), "a.csv.gz": gzipped(TEXT),
    "a.zip": zipped({"a.csv": TEXT}), "a.csv": TEXT, "b.csv": TEXT.decode().encode("utf-16"),
}  # fmt: skip
PIECES = st.sampled_from([b"", b"\xff", b"\x00" * 9, b'"', b"<", b"99999999", b"-1", b"&#0;", b","])
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=6
)  # where, how many bytes are cut there, and what is put in


def changed(content, changes):
    for where, cut, piece in changes:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + cut :]
    return content


def with_changed_part(content, changes):
    """The same document with a part changed that still unpacks, so that its XML is at fault."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = sorted(parts)[int(changes[0][0] * 0.999 * len(parts))]
    return zipped(parts | {name: changed(parts[name], changes)})


def read(path, content):
    path.write_bytes(content)
    try:
        source = read_source(path, FileOptions())
    except DashboardError as refusal:
        assert len(str(refusal).splitlines()) == 1
        return
    rows_n, lines_n = source.con.execute(
        "select count(*), count(distinct line) from source"
    ).fetchall()[0]
    assert rows_n == lines_n == source.rows_in > 0


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=120, deadline=10_000, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_a_damaged_file_is_read_or_refused(tmp_path, capfd, name, changes):
    read(tmp_path / name, changed(FILES[name], changes))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@settings(max_examples=150, deadline=10_000, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_a_workbook_with_a_damaged_part_is_read_or_refused(tmp_path, capfd, name, changes):
    read(tmp_path / name, with_changed_part(FILES[name], changes))
    assert capfd.readouterr().err == ""

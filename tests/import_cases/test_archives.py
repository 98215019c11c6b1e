"""Files in .gz and .zip: the one table, the one named, or a question; never more than the limits."""

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import Refused
from dashboard.extracts import archive
from dashboard.extracts.archive import MemberNotChosen, extract_member, opened, tables_in
from dashboard.extracts.limits import Limits
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.reading import read_source
from tests.import_cases.making import gzipped, ods, xls, xlsx, zipped

SURVEYS = ("--dataset", "surveys", "--source", "test")
HEADER = ["response_id", "unit_id", "event_date", "instrument", "fft"]
ROWS = [HEADER, ["R1", "A", "2024-03-01", "FFT", "1"], ["R2", "A", "2024-03-02", "FFT", "2"]]
TEXT = "".join(",".join(row) + "\n" for row in ROWS).encode()
MARCH, APRIL = TEXT, TEXT.replace(b"R", b"S").replace(b"-03-", b"-04-")


def parquet():
    out = io.BytesIO()
    columns = zip(*ROWS[1:], strict=True)
    pq.write_table(pa.table(dict(zip(HEADER, map(list, columns), strict=True))), out)
    return out.getvalue()


KINDS = [
    ("export.csv", TEXT), ("export.tsv", TEXT.replace(b",", b"\t")),
    ("export.psv", TEXT.replace(b",", b"|")), ("export.ssv", TEXT.replace(b",", b";")),
    ("export.csv", TEXT.decode().encode("utf-16")), ("export.parquet", parquet()),
    ("export.xlsx", xlsx(ROWS)), ("export.xls", xls(ROWS)), ("export.ods", ods(ROWS)),
]  # fmt: skip


@pytest.fixture
def put(tmp_path):
    """Put a file there."""

    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_every_kind_of_file_is_read_packed_as_it_is_plain(put, name, content):
    plain = read_source(put(name, content), FileOptions())
    packed = put(f"{name}.gz", gzipped(content)), put("export.zip", zipped({f"a/{name}": content}))
    for path in packed:
        source = read_source(path, FileOptions())
        assert (
            source.con.execute("from source").fetchall()
            == plain.con.execute("from source").fetchall()
        )
        assert (source.sha256, source.detected) == (plain.sha256, plain.detected)
        assert (source.headers, source.rows_in) == (HEADER, 2)


def test_the_one_table_of_an_archive_is_imported_whatever_stands_beside_it(trial):
    content = zipped({
        "__MACOSX/._march.csv": b"x", "notes.pdf": b"%PDF", "out/": b"", "out/march.csv": MARCH,
        ".DS_Store": b"x",
    })  # fmt: skip
    tried = trial(content, None, *SURVEYS, name="export.zip")
    assert tried.counts == (2, 2, 0, 0)


def test_several_tables_are_a_question_and_a_path_through_the_archive_answers_it(
    trial, put, tmp_path
):
    content = zipped({"march.csv": MARCH, "q2/april.csv": APRIL})
    tried = trial(content, None, *SURVEYS, name="export.zip")
    assert tried.exit_code == 1
    assert "march.csv, q2/april.csv" in tried.message and "export.zip/march.csv" in tried.message
    path = put("months.zip", content)
    assert tables_in(path) == ["march.csv", "q2/april.csv"]
    with pytest.raises(MemberNotChosen) as asked:
        read_source(path, FileOptions())
    assert asked.value.members == tables_in(path)
    source = read_source(path / "q2/april.csv", FileOptions())
    assert source.con.execute("select c0 from source").fetchall() == [("S1",), ("S2",)]
    assert extract_member(path, "q2/april.csv", tmp_path).read_bytes() == APRIL
    assert (tmp_path / "april.csv").exists()


def test_a_file_that_is_no_archive_is_the_one_table_itself(put):
    for name, content in (("a.csv", TEXT), ("a.xlsx", xlsx(ROWS)), ("a.csv.gz", gzipped(TEXT))):
        assert tables_in(put(name, content)) == [name]
    assert tables_in(put("a.zip", zipped({"one.csv": TEXT}))) == ["one.csv"]


def test_a_folder_named_like_an_archive_is_only_a_folder(tmp_path):
    (tmp_path / "export.zip").mkdir()
    (tmp_path / "export.zip" / "march.csv").write_bytes(MARCH)
    assert read_source(tmp_path / "export.zip" / "march.csv", FileOptions()).rows_in == 2


# --- what is refused ------------------------------------------------------------------------------


def encrypted():
    content = bytearray(zipped({"march.csv": MARCH}))
    content[6] |= 1  # the flag in the member's own header, and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def cut(content):
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.zip", encrypted(), "password"),
        ("a.zip", cut(zipped({"march.csv": MARCH * 50})), "damaged"),
        (
            "a.zip",
            zipped({"march.csv": MARCH}, zipfile.ZIP_STORED).replace(b"R1", b"R9"),
            "damaged",
        ),
        ("a.csv.gz", cut(gzipped(MARCH)), "damaged"),
        ("a.csv.gz", gzipped(MARCH) + b"more", "damaged"),
        ("a.zip", zipped({}), "empty"),
        ("a.zip", zipped({"a.pdf": b"%PDF", "b.doc": b"x"}), "no table"),
        ("a.zip", zipped({"in.zip": zipped({"march.csv": MARCH})}), "archive in an archive"),
        ("a.zip", zipped({"in.csv.gz": gzipped(MARCH)}), "archive in an archive"),
        ("a.csv.gz", gzipped(gzipped(MARCH)), "archive in an archive"),
        ("a.csv.gz", MARCH, "not compressed"),
        ("a.zip", MARCH, "not compressed"),
        ("a.csv", gzipped(MARCH), "a.csv.gz"),
        ("a.csv", zipped({"march.csv": MARCH}), "a.zip"),
        ("a.xlsx.gz", gzipped(MARCH), "a.csv"),
        ("a.csv.gz", gzipped(b""), "empty"),
        ("a.zip", zipped({"march.csv": b"<html>"}), "web page"),
        ("a.csv", b"\0" * 257 + b"ustar" + b"\0" * 300, "tar"),
    ],
)
def test_an_archive_that_is_no_table_is_refused_in_one_sentence(put, name, content, word):
    with pytest.raises(Refused, match=word) as refusal:
        read_source(put(name, content), FileOptions())
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("member", ["april.csv", "q2", "../march.csv", "march.csv/more"])
def test_a_member_that_is_not_there_is_refused_with_those_that_are(put, member):
    path = put("a.zip", zipped({"march.csv": MARCH, "q2/": b""}))
    with pytest.raises(Refused, match=r"holds no .*It holds: march\.csv"):
        read_source(Path(f"{path}/{member}"), FileOptions())


def test_a_path_through_a_plain_file_is_refused(put):
    with pytest.raises(Refused, match="no zip archive"):
        read_source(put("a.csv", MARCH) / "march.csv", FileOptions())


@pytest.mark.parametrize("name", ["/etc/march.csv", "../../march.csv", "C:\\x\\march.csv"])
def test_a_members_name_leads_nowhere(put, tmp_path, name):
    path = put("a.zip", zipped({name: MARCH}))
    [shown] = tables_in(path)
    folder = tmp_path / "out"
    folder.mkdir()
    assert extract_member(path, shown, folder) == folder / "march.csv"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "march.csv", "out"]
    assert read_source(path, FileOptions()).rows_in == 2


# --- bombs ----------------------------------------------------------------------------------------

ZEROS = b"0" * 30_000_000


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_what_unpacks_beyond_the_limits_is_refused_on_the_way(put, monkeypatch, name):
    packed = zipped({"a.csv": ZEROS}) if name == "a.zip" else gzip.compress(ZEROS, 9, mtime=0)
    path = put(name, packed)
    with pytest.raises(Refused, match="max_unpacked_ratio"):
        opened(path, Limits())
    with pytest.raises(Refused, match="max_unpacked_bytes"):
        opened(path, Limits(unpacked_bytes=1_000_000))
    assert opened(path, Limits(unpacked_ratio=10_000)).content == ZEROS


def test_the_size_that_an_archive_declares_is_not_believed(put):
    """The declared size of every member is set to 10 bytes: only what comes out counts."""
    content = bytearray(zipped({"a.csv": ZEROS}))
    at = content.index(b"PK\x01\x02")
    content[22:26] = content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused, match=r"damaged|max_unpacked"):
        opened(put("a.zip", bytes(content)), Limits())


def test_a_workbook_is_an_archive_with_the_same_limits(put):
    with zipfile.ZipFile(io.BytesIO(xlsx(ROWS))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    path = put("a.xlsx", zipped({**members, "xl/media/image1.bmp": ZEROS}))
    with pytest.raises(Refused, match="max_unpacked_ratio"):
        read_source(path, FileOptions())
    with pytest.raises(Refused, match="max_archive_members"):
        read_source(put("b.xlsx", xlsx(ROWS)), FileOptions(), limits=Limits(archive_members=3))


@pytest.mark.parametrize(
    ("column", "limit"),
    [
        (pa.repeat(None, 3_000_000).cast(pa.int64()), 2_500_000),  # rows alone
        (pa.repeat("x" * 10_000, 50_000).dictionary_encode(), 400_000_000),  # one text, repeated
    ],
)
def test_a_small_parquet_file_that_repeats_its_values_is_refused(put, column, limit):
    content = io.BytesIO()
    pq.write_table(pa.table({"note": column}), content)
    assert len(content.getvalue()) < 100_000
    path = put("a.parquet", content.getvalue())
    with pytest.raises(Refused, match="max_unpacked_bytes"):
        read_source(path, FileOptions(), limits=Limits(unpacked_bytes=limit))


def test_too_many_members_are_refused(put):
    path = put("a.zip", zipped({f"{n}.csv": b"" for n in range(1001)}))
    with pytest.raises(Refused, match="max_archive_members"):
        opened(path, Limits())


def test_the_limits_are_settings(trial, monkeypatch):
    monkeypatch.setenv("DASHBOARD_MAX_ARCHIVE_MEMBERS", "1")
    content = zipped({"march.csv": MARCH, "a.pdf": b"x"})
    tried = trial(content, None, *SURVEYS, name="export.zip")
    assert tried.exit_code == 1 and "max_archive_members" in tried.message
    assert Limits().unpacked_bytes > archive.SMALL

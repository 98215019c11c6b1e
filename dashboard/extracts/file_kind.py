"""What a file is, by its content; a name that says otherwise is refused with the right name."""

import io
import re
import zlib
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import olefile

from dashboard.errors import Refused

TEXTS = (".csv", ".tsv", ".psv", ".ssv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
PARQUETS = (".parquet", ".pq")
TABLES = (*TEXTS, *WORKBOOKS)
GZIPS, ZIPS = (".gz", ".gzip"), (".zip",)
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TABLES = (
    (rb"<\?xml[^>]*>\s*(<\?mso[^>]*>\s*)?<(\w+:)?workbook", "is a spreadsheet in the XML form of "
     "2003. Open it, and save it as .xlsx."),
    (rb"<!--|<!doctype|<html|<head|<body|<\?xml|<table|<script", "is a web page, not a table. "
     "Download the file itself, not its page; a table that a system exports so can be opened in "
     "a spreadsheet and saved as .xlsx."),
    (rb"[\[{]\s*[\[{\"]", "is JSON, not a table; export the table as CSV."),
    (rb"version https://git-lfs\.github\.com", "is a Git LFS pointer, a note that "
     "stands for the file. Ask whoever sent it for the file itself; in a checkout of Git, run "
     "`git lfs pull`."),
    (rb"%pdf", "is a PDF, not a table; export the table as CSV."),
    (rb"{\\rtf", "is a text document, not a table; export the table as CSV."),
    (rb"bzh|\xfd7zxz|7z\xbc\xaf|rar!|\x28\xb5\x2f\xfd|\x1f\x9d", "is compressed in a way that is "
     "not read here; unpack it first, or pack it as .zip or .gz."),
    (rb"pare", "is an encrypted Parquet file; export it without encryption."),
)  # fmt: skip
DOCUMENTS = (  # what else begins as a zip archive, by a member's name
    (r"word/document\.xml", "is a Word document"), (r"ppt/presentation\.xml", "is a presentation"),
    (r"index/.*\.iwa|index\.zip", "is a Numbers, Pages or Keynote document"),
    (r"xl/workbook\.bin", "is a workbook in Excel's binary form (.xlsb)"),
    (r"meta-inf/manifest\.xml", "is an office document, but no spreadsheet"),
)  # fmt: skip


class Kind(Enum):
    """How a file is read."""

    TEXT = auto()
    PARQUET = auto()
    XLSX = auto()
    XLS = auto()
    ODS = auto()


SUFFIXES = {
    Kind.TEXT: TEXTS, Kind.PARQUET: PARQUETS, Kind.XLSX: WORKBOOKS, Kind.XLS: WORKBOOKS,
    Kind.ODS: WORKBOOKS,
}  # fmt: skip
IN_WORDS = {
    Kind.TEXT: "text", Kind.PARQUET: "a Parquet file", Kind.XLSX: "a workbook (.xlsx)",
    Kind.XLS: "a workbook (.xls)", Kind.ODS: "a workbook (.ods)",
}  # fmt: skip


def as_text(name: str) -> str:
    """A file's name or path as text: bytes of it that are none are shown as question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def is_gzip(content: bytes) -> bool:
    """Whether bytes begin as gzip does."""
    return content.startswith(GZIP)


def is_zip(content: bytes) -> bool:
    """Whether bytes begin as a zip archive does, and so a workbook."""
    return content.startswith((ZIP, b"PK\x05\x06"))


def is_container(members: Iterable[str]) -> bool:
    """Whether the members are the parts of one document, and no files that somebody packed."""
    parts = {"[content_types].xml", "mimetype", "index/document.iwa", "index.zip"}
    return any(member.lower() in parts for member in members)


def kind_of(name: str, content: bytes) -> Kind:
    """Tell how a file is to be read.

    Raises:
        Refused: it is empty, no table, protected by a password, or not what its name says.
    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refused(f"{as_text(name)} is empty; export it again.")
    kind = _by_content(name, content)
    suffix = Path(name).suffix.lower()
    known = (*TABLES, *PARQUETS)
    if suffix in known and suffix not in SUFFIXES[kind]:
        raise Refused(
            f"{as_text(name)} is {IN_WORDS[kind]}, in spite of its name; rename it to "
            f"{as_text(Path(name).stem)}{_suffix_of(kind)}, or export it again."
        )
    return kind


def _suffix_of(kind: Kind) -> str:
    if kind in (Kind.TEXT, Kind.PARQUET):
        return SUFFIXES[kind][0]
    return f".{kind.name.lower()}"


def _by_content(name: str, content: bytes) -> Kind:
    if content.startswith(b"PAR1"):
        return Kind.PARQUET
    if is_zip(content):
        return _zipped(name, content)
    if content.startswith(OLE[:4]):
        return _compound(name, content)
    if content[257:262] == b"ustar":
        raise Refused(f"{as_text(name)} is a tar archive; unpack it, or pack it as .zip.")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for pattern, reason in NO_TABLES:
        if re.match(pattern, start):
            raise Refused(f"{as_text(name)} {reason}")
    return Kind.TEXT


def _zipped(name: str, content: bytes) -> Kind:
    """Tell workbooks from other documents that are zip archives, too."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = [member.lower() for member in archive.namelist()]
            kind = archive.read("mimetype") if "mimetype" in members else b""
            manifest = archive.read("META-INF/manifest.xml") if kind else b""
    except (BadZipFile, zlib.error, KeyError, OSError, RuntimeError, ValueError, EOFError):
        raise Refused(
            f"{as_text(name)} begins as a workbook or a zip archive, but it is damaged or not "
            "complete. Send it again."
        ) from None
    if b"encryption-data" in manifest:
        raise _protected(name)
    if b"opendocument.spreadsheet" in kind:
        return Kind.ODS
    if "xl/workbook.xml" in members:
        return Kind.XLSX
    _refuse_document(name, members)
    return Kind.XLSX  # its parts have other names than usual


def _refuse_document(name: str, members: list[str]) -> None:
    for pattern, what in DOCUMENTS:
        if any(re.fullmatch(pattern, member) for member in members):
            raise Refused(f"{as_text(name)} {what}; save the table as .xlsx or as CSV.")


def _compound(name: str, content: bytes) -> Kind:
    """Tell .xls files from other documents of that time, and from what a password protects."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as document:
            if document.exists("EncryptedPackage"):
                raise _protected(name)
            if document.exists("Workbook") or document.exists("Book"):
                return Kind.XLS
    except (OSError, ValueError, IndexError, TypeError):
        raise Refused(
            f"{as_text(name)} begins as a workbook (.xls), but it is damaged or not complete. "
            "Send it again."
        ) from None
    raise Refused(
        f"{as_text(name)} is an office document, but no workbook; save the table as .xlsx or CSV."
    )


def _protected(name: str) -> Refused:
    return Refused(
        f"{as_text(name)} is a workbook that is protected by a password. Open it, and save it "
        "without one."
    )


def refuse_contradicting_name(name: str, packed: str | None) -> None:
    """Refuse a packed file with a plain name, and a plain one with a packed file's name."""
    suffix = Path(name).suffix.lower()
    says = "gzip" if suffix in GZIPS else "zip" if suffix in ZIPS else None
    if packed is None and says is not None:
        raise Refused(
            f"{as_text(name)} is not compressed by {says}, in spite of its name; rename it, or "
            "send it again."
        )
    if packed is not None and says != packed and suffix in (*TABLES, *PARQUETS, *GZIPS, *ZIPS):
        right = f"{Path(name).stem}.zip" if packed == "zip" else f"{name}.gz"
        raise Refused(
            f"{as_text(name)} is compressed by {packed}, in spite of its name; rename it to "
            f"{as_text(right)}, or unpack it."
        )

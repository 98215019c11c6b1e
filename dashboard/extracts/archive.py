"""A file as it was sent: plain, in .gz, or in .zip; what unfolds too far is refused.

A table in an archive is addressed by a path that goes through it: `export.zip/march.csv`. Members
are read in memory and never written under their own names, so a name such as `../x` reaches
nothing.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from dashboard.errors import Refused
from dashboard.extracts.file_kind import (
    PARQUETS,
    TABLES,
    as_text,
    is_container,
    is_gzip,
    is_zip,
    refuse_contradicting_name,
)  # fmt: skip
from dashboard.extracts.limits import Limits

CHUNK = 1_000_000
SMALL = 20_000_000  # bytes; under it a high ratio is no danger: a file of blanks packs well
MEMBERS_NAMED = 20
LONGEST_NAME = 200  # bytes; archives hold longer names than folders do
WHAT_SYSTEMS_ADD = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "._")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True)
class Opened:
    """A table's file, unpacked. path: where it lies as it is; None where it came packed."""

    name: str
    content: bytes
    path: Path | None


class MemberNotChosen(Refused):
    """An archive holds several tables, and none was named; `members` are their names."""

    def __init__(self, path: Path, members: list[str]) -> None:
        name = as_text(path.name)
        super().__init__(
            f"{name} holds {len(members)} tables: {_listed(members)}. Give one of them as a path "
            f"through the archive, such as {name}/{members[0]}."
        )
        self.members = members


def opened(path: Path, limits: Limits) -> Opened:
    """Read a file, or a member of an archive that the path goes through.

    Raises:
        Refused: it is missing, a folder, empty, damaged, encrypted, or unfolds too far.
        MemberNotChosen: the archive holds several tables.
    """
    archive, member = _parted(path)
    if member is not None:
        return Opened(member.rsplit("/", 1)[-1], _member(archive, member, limits), None)
    start = _start_of(path)
    if is_gzip(start):
        refuse_contradicting_name(path.name, "gzip")
        return Opened(_without_gz(path.name), _gunzipped(path, limits), None)
    if is_zip(start) and (members := _tables_or_none(path, limits)) is not None:
        refuse_contradicting_name(path.name, "zip")
        if len(members) > 1:
            raise MemberNotChosen(path, members)
        return Opened(members[0].rsplit("/", 1)[-1], _member(path, members[0], limits), None)
    refuse_contradicting_name(path.name, None)
    return Opened(path.name, _content_of(path), path)


def tables_in(path: Path, limits: Limits | None = None) -> list[str]:
    """Names of the tables in an archive; of a file that is none, its own name.

    `path / name` addresses each where there are several.

    Raises:
        Refused: the file can't be read, or the archive holds no table.
    """
    if not is_zip(_start_of(path)):
        return [path.name]
    return _tables_or_none(path, limits or Limits()) or [path.name]


def extract_member(path: Path, member: str, folder: Path, limits: Limits | None = None) -> Path:
    """Unpack one table of an archive into a folder, under the last part of its name.

    Raises:
        Refused: there is no such member, or it unfolds too far.
    """
    content = _member(path, member, limits or Limits())
    name = PurePosixPath(member.replace("\\", "/")).name or "member"
    target = folder / (name if len(name.encode("utf-8", "replace")) < LONGEST_NAME else name[-50:])
    target.write_bytes(content)
    return target


def refuse_bomb_in(name: str, content: bytes, limits: Limits) -> None:
    """Refuse a workbook, which is an archive itself, when it unfolds too far.

    The sizes that an archive declares can lie, so a large one is unfolded and counted.
    """
    with _unpacking(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_too_many(name, len(archive.infolist()), limits)
        left = limits.unpacked_bytes
        if len(content) * 1032 <= left and len(content) * 1032 <= SMALL:  # deflate's utmost ratio
            return
        for info in archive.infolist():
            _refuse_encrypted(name, info)
            with archive.open(info) as packed:
                left -= sum(map(len, _chunks(name, packed, info.compress_size, left, limits)))


# --- paths ----------------------------------------------------------------------------------------


def _parted(path: Path) -> tuple[Path, str | None]:
    """The archive and the member's name, where a path goes through a file."""
    for parent in path.parents:
        if parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return path, None


def _start_of(path: Path) -> bytes:
    with _reading(path), path.open("rb") as file:
        return file.read(512)


def _content_of(path: Path) -> bytes:
    with _reading(path):
        return path.read_bytes()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say in words why a file can't be read."""
    if path.is_dir():
        raise Refused(f"{as_text(str(path))} is a folder; give the path of one file.")
    try:
        yield
    except FileNotFoundError:
        raise Refused(f"There is no file {as_text(str(path))}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Refused(f"{as_text(str(path))} can't be read: {reason}.") from None


# --- gzip -----------------------------------------------------------------------------------------


def _without_gz(name: str) -> str:
    suffix = Path(name).suffix
    return name[: -len(suffix)] if suffix.lower() in (".gz", ".gzip") else name


def _gunzipped(path: Path, limits: Limits) -> bytes:
    with _unpacking(path.name), gzip.open(path, "rb") as packed:
        chunks = _chunks(path.name, packed, path.stat().st_size, limits.unpacked_bytes, limits)
        content = b"".join(chunks)
    _refuse_nested(path.name, content)
    return content


# --- zip ------------------------------------------------------------------------------------------


def _tables_or_none(path: Path, limits: Limits) -> list[str] | None:
    """Names of the tables in a zip archive; None where it is a workbook or another document."""
    with _unpacking(path.name), zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if is_container(info.filename for info in infos):
            return None
    _refuse_too_many(path.name, len(infos), limits)
    names = [shown(info) for info in infos if not info.is_dir() and not _is_added(info.filename)]
    tables = [name for name in names if _without_gz(name).lower().endswith((*TABLES, *PARQUETS))]
    if len(names) == 1:
        tables = names
    if not tables:
        raise Refused(
            f"{as_text(path.name)} holds no table"
            + (f", only {_listed(names)}." if names else ": it is empty.")
        )
    return tables


def shown(info: zipfile.ZipInfo) -> str:
    """A member's name as it is addressed: no leading slash, no backslashes."""
    return info.filename.replace("\\", "/").lstrip("/")


def _is_added(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(WHAT_SYSTEMS_ADD)


def _member(path: Path, member: str, limits: Limits) -> bytes:
    if not is_zip(_start_of(path)):
        raise Refused(f"{as_text(path.name)} is no zip archive, so there is no {member} in it.")
    with _unpacking(path.name), zipfile.ZipFile(path) as archive:
        _refuse_too_many(path.name, len(archive.infolist()), limits)
        wanted = member.replace("\\", "/").lstrip("/")
        info = next((i for i in archive.infolist() if shown(i) == wanted), None)
        if info is None or info.is_dir():
            raise Refused(
                f"{as_text(path.name)} holds no {as_text(member)}. It holds: "
                f"{_listed([shown(i) for i in archive.infolist() if not i.is_dir()])}."
            )
        _refuse_encrypted(path.name, info)
        with archive.open(info) as packed:
            chunks = _chunks(member, packed, info.compress_size, limits.unpacked_bytes, limits)
            content = b"".join(chunks)
    _refuse_nested(f"{path.name}/{member}", content)
    return content


def _refuse_encrypted(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise Refused(
            f"{as_text(name)} is protected by a password. Unpack it, and give the file itself."
        )


def _refuse_too_many(name: str, members_n: int, limits: Limits) -> None:
    if members_n > limits.archive_members:
        raise Refused(
            f"{as_text(name)} has {members_n:,} members; allowed are {limits.archive_members:,} "
            "(setting max_archive_members). Unpack it, and give one file."
        )


def _refuse_nested(name: str, content: bytes) -> None:
    nested = is_gzip(content)
    if is_zip(content):
        with _unpacking(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
            nested = not is_container(archive.namelist())
    if nested:
        raise Refused(
            f"{as_text(name)} holds an archive in an archive. Unpack the outer one, and give the "
            "inner one."
        )


# --- unfolding ------------------------------------------------------------------------------------


def _chunks(
    name: str, packed: IO[bytes] | gzip.GzipFile, packed_bytes: int, most_bytes: int, limits: Limits
) -> Iterator[bytes]:
    """The unpacked bytes, piece by piece, until they are too many."""
    total = 0
    while chunk := packed.read(CHUNK):
        total += len(chunk)
        if total > most_bytes:
            raise Refused(
                f"{as_text(name)} unpacks to more than {limits.unpacked_bytes / 1e6:,.0f} MB "
                "(setting max_unpacked_bytes). Send it in smaller parts."
            )
        if total > SMALL and total > limits.unpacked_ratio * max(packed_bytes, 1):
            raise Refused(
                f"{as_text(name)} unpacks to more than {limits.unpacked_ratio} times its size "
                "(setting max_unpacked_ratio): no export does. Send the file unpacked."
            )
        yield chunk


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    """Say in words why an archive can't be unpacked."""
    try:
        yield
    except NotImplementedError:
        raise Refused(
            f"{as_text(name)} is packed in a way that can't be read. Pack it as an ordinary zip."
        ) from None
    except RuntimeError:  # zipfile: a password is needed
        raise Refused(f"{as_text(name)} is protected by a password; unpack it first.") from None
    except DAMAGED:
        raise Refused(
            f"{as_text(name)} begins as a workbook or a compressed file, but it is damaged or not "
            "complete. Send it again."
        ) from None


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MEMBERS_NAMED} more" if len(names) > MEMBERS_NAMED else ""
    return ", ".join(as_text(name) for name in names[:MEMBERS_NAMED]) + more

"""Publication → DuckDB file: queries/mart/ over the store's Parquet files, then the views.

Every build gets a new name; a pointer says which one is shown. It answers no question itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from dashboard.clocks.procedure import Procedure
from dashboard.errors import Refused
from dashboard.mart import catalog, lock
from dashboard.mart.inputs import drop_inputs, read_store
from dashboard.mart.renew import renew
from dashboard.mart.tables import create_views, fill
from dashboard.settings import ROOT
from dashboard.store import damage
from dashboard.store.records import Extract, Publication
from dashboard.store.store import Store

POINTER = "current"
BUILT_FROM = ("mart", "visible")


def mart_name(publication: Publication, procedure: Procedure) -> str:
    """File name of a mart: what `rows_name` says, and the clocks by which days are due."""
    return f"{rows_name(publication)}-{procedure.digest}.duckdb"


def rows_name(publication: Publication) -> str:
    """Name of a mart's rows: the publication, its extracts, what was erased of them, the SQL."""
    digest = hashlib.sha256("\x1f".join(publication.extracts + publication.erasures).encode())
    digest.update(_sql())
    return f"{publication.publication:06d}-{digest.hexdigest()[:12]}"


def is_by(path: Path, procedure: Procedure) -> bool:
    """Whether a mart was built with these clocks."""
    return path.stem.endswith(f"-{procedure.digest}")


def trial_name(publication: Publication, procedure: Procedure) -> str:
    """File name of a mart that was built before publishing, to show what would change.

    It begins with the number that the publication would get: erasing rows deletes such files too.
    """
    number, _, rest = mart_name(publication, procedure).partition("-")
    return f"{number}-trial-{rest}"


@cache
def _sql() -> bytes:
    paths = (path for folder in BUILT_FROM for path in catalog.files(folder))
    return b"".join(path.name.encode() + path.read_bytes() for path in paths)


def build_mart(
    store: Store,
    publication: Publication,
    mart_dir: Path,
    procedure: Procedure,
    *,
    is_passing: bool = False,
) -> Path:
    """Give the publication's mart, built if it is not there yet.

    A child process builds it, which keeps the builder's memory and threads out of a server. One
    process builds a mart; others wait for it.

    Args:
        store: where the rows are.
        publication: whose mart.
        mart_dir: the folder for this store's marts.
        procedure: the clocks by which days are due.
        is_passing: this process ends soon: it renews an earlier mart itself, since a child
            takes half a second to start.

    Raises:
        Refused: it can't be built; the text says why.
    """
    path = mart_dir / mart_name(publication, procedure)
    if path.is_file():
        return path
    _make_folder(mart_dir)
    with lock.held(path.with_suffix(".lock")):
        is_there = path.is_file() or (
            is_passing and renew_into(store, publication, path, procedure)
        )
        if not is_there:
            number = str(publication.publication)
            in_child("dashboard.mart.child", store.uri, number, str(path), procedure.text)
    with suppress(OSError):  # on Windows somebody who waits for it still has it open
        path.with_suffix(".lock").unlink()
    return path


def point_to(path: Path) -> None:
    """Let the pointer name this mart; renaming is atomic, so nobody reads half a name."""
    beside = path.with_name(f"{POINTER}.{os.getpid()}")
    beside.write_text(path.name, encoding="utf-8")
    beside.replace(path.with_name(POINTER))


def pointed_at(mart_dir: Path) -> Path | None:
    """The mart that the pointer names, if it is there."""
    try:
        path = mart_dir / (mart_dir / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return path if path.is_file() else None


def build_into(store: Store, publication: Publication, path: Path, procedure: Procedure) -> None:
    """Build a mart in this process, beside its name, and rename it when it is whole.

    The mart of an earlier publication is renewed where there is one; else, or where that fails,
    all is built anew. Both give the same tables.

    Raises:
        Refused: it can't be built; the text says why.
    """
    if renew_into(store, publication, path, procedure):
        return
    beside = _beside(path)
    try:
        build_whole(store, publication, beside, procedure)
        beside.replace(path)
    except (duckdb.Error, OSError) as error:
        reason = damage.in_words(store, str(error)) or str(error).split("\n")[0][:300]
        raise Refused(
            f"The mart of publication {publication.publication} failed: {reason}"
        ) from None
    finally:
        _clear(beside)


def _clear(beside: Path) -> None:
    """Delete a half of a build and what DuckDB put beside it; a whole one has been renamed."""
    for left in beside.parent.glob(f"{beside.name}*"):
        with suppress(OSError):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def renew_into(store: Store, publication: Publication, path: Path, procedure: Procedure) -> bool:
    """Build a mart from a copy of an earlier one, beside its name, and rename it.

    Returns:
        False where there is none, it is damaged, or what came out does not add up.
    """
    base, beside = base_of(store, publication, path.parent, procedure), _beside(path)
    if base is None:
        return False
    extracts = store.extracts_of(publication)
    try:
        shutil.copyfile(base, beside)
        with _connected(beside) as con:
            read_store(con, store, extracts, procedure)
            renew(con, store, extracts)
            _add_publication(con, publication, extracts)
            drop_inputs(con)
            adds_up = all(not con.execute(check.read_text()).fetchall() for check in _checks())
        if adds_up:
            beside.replace(path)
        return adds_up
    except (duckdb.Error, OSError):
        return False
    finally:
        _clear(beside)


def build_whole(store: Store, publication: Publication, beside: Path, procedure: Procedure) -> None:
    """Build the whole mart of a publication into a new file."""
    beside.unlink(missing_ok=True)
    extracts = store.extracts_of(publication)
    with _connected(beside) as con:
        read_store(con, store, extracts, procedure)
        fill(con)
        _add_publication(con, publication, extracts)
        drop_inputs(con)
        create_views(con)


def base_of(
    store: Store, publication: Publication, folder: Path, procedure: Procedure
) -> Path | None:
    """The mart to begin with: its extracts are among the publication's, its clocks the same.

    So its file holds bytes of the publication's own extracts only: where one was withdrawn, or
    anything was erased (which changes a mart's name), all is built anew.
    """
    trial = folder / trial_name(publication, procedure)
    if trial.is_file():  # what was shown before publishing is what is published
        return trial
    earlier = sorted(store.publications(), key=lambda p: (len(p.extracts), p.publication))
    for candidate in reversed(earlier):
        extracts = iter(publication.extracts)
        if candidate.extracts and all(known in extracts for known in candidate.extracts):
            path = folder / mart_name(candidate, procedure)
            if path.is_file():
                return path
    return None


def _beside(path: Path) -> Path:
    return path.with_suffix(f".{os.getpid()}.building")


def _checks() -> list[Path]:
    """The invariants that tell whether cells and rows belong together."""
    return [path for path in catalog.files("invariants") if path.stem.startswith("cells_hold")]


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute("set TimeZone = 'UTC'")
    con.execute("set preserve_insertion_order = false")
    # a half-built file is thrown away: what changes goes into it once, at the end
    con.execute("set checkpoint_threshold = '1TB'")
    return con


def _add_publication(
    con: duckdb.DuckDBPyConnection, publication: Publication, extracts: tuple[Extract, ...]
) -> None:
    con.execute(
        "create or replace table mart.publication (publication bigint, published_at timestamp,"
        " published_by varchar, reason varchar, note varchar, as_of date)"
    )
    con.execute(
        "insert into mart.publication values ($1, $2, $3, $4, $5, $6)",
        [
            publication.publication, publication.published_at.replace(tzinfo=None),
            publication.published_by, publication.reason, publication.note,
            max((extract.as_of for extract in extracts), default=None),
        ],
    )  # fmt: skip


def in_child(module: str, *arguments: str) -> None:
    """Run a builder in a process of its own.

    Raises:
        Refused: it failed; the text is the last line that it said.
    """
    child = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    if child.returncode != 0:
        said = child.stderr.strip().splitlines()
        raise Refused(said[-1] if said else "The mart's builder ended without a word.")


def _make_folder(mart_dir: Path) -> None:
    try:
        mart_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The folder for marts {mart_dir} can't be made: {error.strerror}. Set mart_dir."
        ) from None

"""The committed sample in a store of its own: imported once by the real intake, then reused."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from dashboard.contracts.registry import CONTRACT_VERSION
from dashboard.extracts.intake import Request, import_file
from dashboard.extracts.manifest import Mode
from dashboard.extracts.profile import read_profile
from dashboard.sample.manifest import SampleExtract, read_manifest
from dashboard.settings import ROOT, cache_folder
from dashboard.store.store import STORE_FORMAT, open_store

SAMPLE_FOLDER = ROOT / "sample_data"
PUBLISHED_BY = "synthetic sample"


def sample_store() -> str:
    """The address of the sample's store in the user's cache, made where it is missing.

    Its name holds the sample's content and the versions of contract and store, so that a new
    program never serves an old sample. It is built beside and then renamed: two processes that
    start at once end with one whole store.
    """
    store = cache_folder() / "samples" / _name(SAMPLE_FOLDER)
    if not store.exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=store.parent, prefix="building-"))
        try:
            load_sample(str(beside), SAMPLE_FOLDER)
            _rename(beside, store)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return str(store)


def load_sample(store_uri: str, folder: Path = SAMPLE_FOLDER) -> None:
    """Import a sample's files into a store, in the order of their manifest.

    Raises:
        Refused: a file is not fit to be imported.
    """
    store = open_store(store_uri, create=True)
    for extract in read_manifest(folder):
        import_file(_request(extract, folder), lambda: store)


def _request(extract: SampleExtract, folder: Path) -> Request:
    return Request(
        file=folder / extract.file,
        as_of=extract.as_of,
        profile=read_profile(folder / extract.profile),
        dataset=extract.dataset,
        source_system=extract.source_system,
        mode=Mode(extract.mode),
        by=PUBLISHED_BY,
    )


def _name(folder: Path) -> str:
    """16 hex digits over everything that decides what the store holds."""
    content = hashlib.sha256(f"{CONTRACT_VERSION} {STORE_FORMAT}".encode())
    for file in sorted(folder.glob("*.parquet")) + sorted(folder.glob("*.toml")):
        content.update(file.name.encode())
        content.update(file.read_bytes())
    return content.hexdigest()[:16]


def _rename(beside: Path, store: Path) -> None:
    """Put the finished store in its place, unless another process was quicker."""
    try:
        beside.rename(store)
    except OSError:
        if not store.exists():
            raise

"""Pages as a visitor opens them, in-process: on the sample, or on a store without a publication."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import serving
from dashboard.serving import Serving
from dashboard.settings import ROOT, load
from dashboard.store.store import open_store

PAGES = (
    "overview",
    "timeliness",
    "loyalty",
    "word_of_mouth",
    "unit",
    "upload",
    "publications",
    "methods",
)
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The sample, imported and built once a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        on_sample = Serving(load())
        assert on_sample.shown().mart is not None, on_sample.shown().message
        yield on_sample


@pytest.fixture
def open_page(sample: Serving, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of the sample as somebody, with parameters in the address."""
    monkeypatch.setattr(serving, "_serving", sample)
    return opened


@pytest.fixture
def open_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a store into which nothing has been imported."""
    open_store(str(tmp_path / "store"), create=True)
    monkeypatch.setattr(serving, "_serving", Serving(load(store=str(tmp_path / "store"))))
    return opened


def opened(stem: str, who: str = "executive", **query: str | list[str]) -> AppTest:
    """Follow a link to a page: the entry script first, as in a browser."""
    page = AppTest.from_file(ROOT / "dashboard" / "app.py", default_timeout=60)
    page.query_params["as"] = who
    for name, value in query.items():
        page.query_params[name] = value
    # The default page is run by the entry script; switching first opens the wanted one alone.
    return page.run() if stem == "overview" else page.switch_page(f"../pages/{stem}.py").run()


def words_of(page: AppTest) -> str:
    """All text of a page, as one string."""
    kinds = ("title", "subheader", "markdown", "caption", "error", "metric")
    return "\n".join(str(part.value) for kind in kinds for part in page.get(kind))


def sent_to_browser(page: AppTest) -> bytes:
    """Everything that the page sends, tables and chart data as well."""
    return b"\n".join(_content(page.main))


def _content(node: object) -> Iterator[bytes]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        yield proto.SerializeToString()
    for child in getattr(node, "children", {}).values():
        yield from _content(child)

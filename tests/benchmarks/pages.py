"""Whole pages in this process: widgets, measures and all; as an executive opens them."""

from dataclasses import dataclass

from streamlit.testing.v1 import AppTest

from dashboard import serving, session
from dashboard.serving import Serving
from dashboard.settings import ROOT, load
from tests.benchmarks.material import Material
from tests.benchmarks.timing import took

PAGES = ("overview", "timeliness", "loyalty", "word_of_mouth", "unit", "methods")
RERUNS = 5
SECONDS = 120


@dataclass(frozen=True)
class Page:
    """Milliseconds of one page: opened when nothing is remembered, and run again."""

    name: str
    opened: float
    again: float


def measured(material: Material) -> list[Page]:
    """Open each page on the material's mart, then run it again a few times."""
    before = serving._serving
    marts = material.mart.parent.parent
    serving._serving = Serving(load(store=material.store, mart_dir=marts, demo=True))
    try:
        serving.shown()
        return [_measured(name) for name in PAGES]
    finally:
        serving._serving = before


def _measured(name: str) -> Page:
    _opened(name)  # charts are compiled once a process: that is not a page's time
    session._table.clear()
    session._answer.clear()
    page: list[AppTest] = []
    opened = took(lambda: page.append(_opened(name))).clock
    again = sorted(took(page[0].run).clock for _ in range(RERUNS))[RERUNS // 2]
    return Page(name, opened, again)


def _opened(name: str) -> AppTest:
    page = AppTest.from_file(ROOT / "dashboard" / "app.py", default_timeout=SECONDS)
    opened = page.run() if name == "overview" else page.switch_page(f"../pages/{name}.py").run()
    if opened.exception:
        raise RuntimeError(f"The page {name} failed: {opened.exception[0].message}")
    return opened

"""Which mart this process shows: the sample's or the store's, swapped when a new one is published.

An old mart is dropped, never closed, because other sessions may be in the middle of a query on it.
It knows no session and no viewer.
"""

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.clocks.procedure import Procedure
from dashboard.errors import DashboardError, Refused
from dashboard.mart.build import mart_name
from dashboard.mart.locate import current_mart, folder_of, mart_for
from dashboard.mart.open import REBASED, Mart, open_mart
from dashboard.mart.trial import trial_mart
from dashboard.sample.load import sample_store
from dashboard.settings import Settings, load
from dashboard.store.rebases import Rebases
from dashboard.store.records import Publication
from dashboard.store.store import Store, open_store

SECONDS_BETWEEN_LOOKS = 2.0  # a new publication is on the screen about this much later
SECONDS_TO_WAIT = 10.0  # how long a start waits for a mart before it says "being prepared"
MARTS_KEPT = 3  # so that a page that began on the last mart can end on it
MARTS_ASKED = 8  # earlier publications that somebody looks at now

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What the pages read at one moment; without a mart, `message` says why.

    newest is the number of the newest publication where another one was asked for.
    """

    what: str
    mart: Mart | None = None
    mart_name: str = ""
    publication: int | None = None
    as_of: dt.date | None = None
    is_sample: bool = False
    message: str = "The figures are being prepared."
    newest: int | None = None
    is_asked: bool = False  # a certain publication was asked for, rather than the newest


class Serving:
    """Holds the mart in view; a look every two seconds at most finds the next one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._uri = settings.store
        self._shown = Shown(what=what_is_served(settings), is_sample=settings.store is None)
        self._marts: OrderedDict[str, Mart] = OrderedDict()
        self._asked: OrderedDict[int, Mart] = OrderedDict()
        self._opening = threading.Lock()
        self._looking = threading.Lock()
        self._looked_at: float | None = None

    def shown(self) -> Shown:
        """Give what is in view; after two seconds a look in the background finds what is newer."""
        if self._looked_at is None:
            self.look()
        elif self._is_due() and not self._looking.locked():
            self._looked_at = time.monotonic()
            threading.Thread(target=self.look, daemon=True).start()
        return self._shown

    def look(self) -> None:
        """Put the newest mart in view; on any failure the last one stays there."""
        with self._looking:
            self._looked_at = time.monotonic()
            try:
                self._shown = self._newest()
            except DashboardError as error:
                self._say(str(error))
            except Exception:  # a server goes on with what it has, whatever the next mart holds
                log.exception("The next mart can't be opened; the last one stays in view.")
                self._say("The figures can't be opened. The log of the server says why.")

    def shown_at(self, number: int) -> Shown:
        """Give a certain publication, its mart built where it is missing.

        Without a mart, the message says why: there is no such publication, or it can't be replayed.
        """
        newest = self.shown()
        asked = replace(newest, newest=newest.publication, is_asked=True)
        if number == newest.publication:
            return asked
        try:
            mart = self.mart_of(number)
        except DashboardError as error:
            return replace(asked, mart=None, mart_name="", publication=number, message=str(error))
        facts = mart.facts
        return replace(asked, mart=mart, mart_name=mart.name, publication=number, as_of=facts.as_of)

    def mart_of(self, number: int) -> Mart:
        """Open a publication's mart, built where it is missing.

        Raises:
            Refused: there is no such publication, or it can't be replayed.
        """
        if self._shown.mart is not None and number == self._shown.publication:
            return self._shown.mart
        with self._opening:
            mart = self._asked.get(number)
            if mart is None or not mart.path.is_file():  # a purge takes the file away
                self._asked.pop(number, None)
                store = self.store()
                mart = mart_for(store, store.publication(number), self.settings)
                self._asked[number] = mart
            self._asked.move_to_end(number)
            while len(self._asked) > MARTS_ASKED:
                self._asked.popitem(last=False)
            return mart

    def is_built(self, number: int) -> bool:
        """Whether a publication's mart is there already, so that opening it takes no time."""
        if number in self._asked:
            return True
        try:
            store = self.store()
            name = mart_name(store.publication(number), Procedure.of(self.settings))
            path = folder_of(store.uri, self.settings) / name
        except DashboardError:
            return False
        return path.is_file()

    def show_new(self, publication: Publication) -> None:
        """Build the mart of what was just published, and put it in view.

        Raises:
            Refused: it can't be built; the publication stands all the same.
        """
        mart_for(self.store(), publication, self.settings)
        self.look()

    def forget_marts(self) -> None:
        """Let go of every mart but the one in view: rows were erased for good."""
        with self._opening:
            self._asked.clear()
            for name in [name for name in self._marts if name != self._shown.mart_name]:
                self._marts.pop(name, None)

    def trial(self, extract_ids: Sequence[str]) -> Mart:
        """Open the mart that publishing exactly these extracts would give."""
        return trial_mart(self.store(), extract_ids, self.settings)

    def mart_named(self, name: str) -> Mart:
        """Give a mart that is, or was just now, looked at.

        Raises:
            Refused: it is not there any more.
        """
        held = [*self._marts.values(), *self._asked.values()]
        found = next((mart for mart in held if mart.name == name), None)
        if found is not None:
            return found
        store = self.store()
        path = folder_of(store.uri, self.settings) / name.partition(REBASED)[0]
        if not path.is_file():
            raise Refused("The publication shown is gone. Reload the page to see the newest.")
        mart = open_mart(path).with_rebases(Rebases(store).in_force())
        self._asked[int(name[:6])] = mart
        return mart

    def store(self) -> Store:
        """Open the store that is served: the sample's where none is configured."""
        return open_store(self._uri or sample_store(), create=self._uri is not None)

    def _is_due(self) -> bool:
        return time.monotonic() - (self._looked_at or 0) > SECONDS_BETWEEN_LOOKS

    def _newest(self) -> Shown:
        if self._shown.mart is None:
            return self._first()
        if self._uri is None:
            return self._shown  # the sample never changes
        path = current_mart(self._uri, self.settings) or self._shown.mart.path
        rebases = Rebases(self.store()).in_force()
        if path == self._shown.mart.path and rebases == self._shown.mart.rebases:
            return self._shown
        opened = (mart for mart in self._marts.values() if mart.path == path)
        return self._in_view((next(opened, None) or open_mart(path)).with_rebases(rebases))

    def _first(self) -> Shown:
        store = open_store(self._uri or sample_store())
        publication = store.current()
        if publication is None:
            return replace(self._shown, message="Nothing has been published in this store yet.")
        return self._in_view(mart_for(store, publication, self.settings))

    def _in_view(self, mart: Mart) -> Shown:
        self._asked.clear()  # what was published may have taken something away
        self._marts[mart.name] = mart
        while len(self._marts) > MARTS_KEPT:
            self._marts.popitem(last=False)
        for name in [n for n, kept in self._marts.items() if not kept.path.is_file()]:
            self._marts.pop(name)  # its rows were erased meanwhile: let go of the bytes
        return replace(
            self._shown,
            mart=mart,
            mart_name=mart.name,
            publication=mart.facts.publication,
            as_of=mart.facts.as_of,
        )

    def _say(self, message: str) -> None:
        if self._shown.mart is None:
            self._shown = replace(self._shown, message=message)


_serving: Serving | None = None  # one for the process: all sessions look at the same mart


def start_from(settings: Settings) -> None:
    """Serve what these settings name; called once, before the first session.

    Raises:
        StoreMissing, NewerStore: the store can't be served.
    """
    global _serving
    if settings.store is not None:
        open_store(settings.store)
    _serving = Serving(settings)


def _in_force() -> Serving:
    global _serving
    if _serving is None:  # `streamlit run` while developing, and tests of pages
        _serving = Serving(load())
    return _serving


def shown() -> Shown:
    """What the pages read now."""
    return _in_force().shown()


def shown_at(number: int) -> Shown:
    """A certain publication, or why it can't be shown."""
    return _in_force().shown_at(number)


def mart_named(name: str) -> Mart:
    """A mart that is, or was just now, looked at."""
    return _in_force().mart_named(name)


def in_force() -> Serving:
    """What this process serves, for whoever publishes or looks at its history."""
    return _in_force()


def refresh() -> None:
    """Look for the newest mart at once, as after publishing in this process."""
    _in_force().look()


def settings_in_force() -> Settings:
    """The settings that this process was started with."""
    return _in_force().settings


def open_first() -> None:
    """Wait a little for the first mart; what takes longer goes on in the background."""
    first_look = threading.Thread(target=_in_force().look, daemon=True)
    first_look.start()
    first_look.join(SECONDS_TO_WAIT)


def what_is_served(settings: Settings) -> str:
    """Name the data for the line that a start prints."""
    return "synthetic sample data" if settings.store is None else f"store {settings.store}"

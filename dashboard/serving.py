"""Which mart this process shows: the sample's or the store's, swapped when a new one is published.

An old mart is dropped, never closed, because other sessions may be in the middle of a query on it.
It knows no session and no viewer.
"""

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.mart.open import Mart
from dashboard.settings import Settings, load

SECONDS_BETWEEN_LOOKS = 2.0  # a new publication is on the screen about this much later
SECONDS_TO_WAIT = 10.0  # how long a start waits for a mart before it says "being prepared"
MARTS_KEPT = 3  # so that a page that began on the last mart can end on it

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What the pages read at one moment; without a mart, `message` says why."""

    what: str
    mart: Mart | None = None
    mart_name: str = ""
    publication: int | None = None
    as_of: dt.date | None = None
    message: str = "The figures are being prepared."

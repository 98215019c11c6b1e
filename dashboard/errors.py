"""The error tree. Every text is fit for a user: what happened, what was not lost, what to do.

DashboardError
├── Refused             the input or the state does not allow it; nothing changed (exit 1)
│   ├── StoreMissing    there is no store at that address
│   └── NewerStore      the store was written by a newer version of the program
├── WrongUsage          the command or a setting was written wrongly (exit 2)
├── NotVisible          the viewer may not see what was asked for
└── NothingToEstimate   a statistic was asked of no observation
"""


class DashboardError(Exception):
    """Base of all errors that a user may read; `str(error)` is the message."""

    exit_code = 1


class Refused(DashboardError):
    """The input or the state does not allow it; nothing was changed."""


class StoreMissing(Refused):
    """There is no store at the address given."""


class NewerStore(Refused):
    """The store was written by a newer version of this program."""


class WrongUsage(DashboardError):
    """A command, option, profile or setting was written wrongly."""

    exit_code = 2


class NotVisible(DashboardError):
    """The viewer may not see what was asked for."""


class NothingToEstimate(DashboardError):
    """A statistic was asked of a selection without any observation."""

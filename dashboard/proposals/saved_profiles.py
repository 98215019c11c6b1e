"""Next month's file picks up the profile that this month's was saved with, by its header."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.extracts.header import matched
from dashboard.extracts.mapping import named_columns
from dashboard.extracts.profile import Profile, parse_profile
from dashboard.proposals.profile_text import profile_text
from dashboard.store.profiles import Profiles, SavedProfile
from dashboard.store.store import Store

MUCH_ALIKE = 0.6  # of all names that two headers have, from which one is the other's successor


@dataclass(frozen=True)
class FoundProfile:
    """A saved profile that fits a file, and how the file's header differs from the one it had.

    new, gone: columns that the file has more, or no longer; missing: those gone that the profile
    reads, so that it must be changed before the import.
    """

    saved: SavedProfile
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The profile as `parse_profile` takes it."""
        return tomllib.loads(self.saved.document)

    @property
    def in_words(self) -> str:
        """One sentence for the user."""
        when = f"saved by {self.saved.saved_by} on {self.saved.saved_at:%d %B %Y}"
        text = f"The profile '{self.saved.name}' ({when}) fits this file's header."
        if self.missing:
            text = (
                f"The profile '{self.saved.name}' ({when}) is for a file like this one, but reads "
                f"columns that are gone: {', '.join(self.missing)}."
            )
        if self.new:
            text += f" New columns: {', '.join(self.new)}."
        harmless = [name for name in self.gone if name not in self.missing]
        if harmless:
            text += f" Gone, and not needed: {', '.join(harmless)}."
        return text


def save_profile(
    store: Store, name: str, document: dict[str, Any], headers: Iterable[str], *, by: str
) -> SavedProfile:
    """Save a profile document with the header of the file that it was made for.

    Raises:
        WrongUsage: the document is no profile.
        Refused: it has no name, or the store can't be written.
    """
    profile = parse_profile(document, name, "")
    names = frozenset(map(matched, headers))
    return Profiles(store).save(
        name,
        profile_text(document),
        headers=names,
        needed=_needed(profile, names),
        by=by,
    )


def for_headers(store: Store, headers: Iterable[str]) -> FoundProfile | None:
    """The saved profile that fits a file's header best, or None.

    The same set of names comes first, then a header that has all that the profile reads, then
    one so much like the saved one that the file is its successor; of equals the newest.
    """
    names = frozenset(map(matched, headers))
    picked = [_compared(saved, names) for saved in Profiles(store).current()]
    fitting = [one for one in picked if _fits(one, names)]
    return max(fitting, key=lambda one: _rank(one, names), default=None)


def _compared(saved: SavedProfile, names: frozenset[str]) -> FoundProfile:
    return FoundProfile(
        saved,
        new=tuple(sorted(names - saved.headers)),
        gone=tuple(sorted(saved.headers - names)),
        missing=tuple(sorted(saved.needed - names)),
    )


def _fits(one: FoundProfile, names: frozenset[str]) -> bool:
    if not one.saved.needed:
        return not one.new and not one.gone
    return not one.missing or _alike(one, names) >= MUCH_ALIKE


def _rank(one: FoundProfile, names: frozenset[str]) -> tuple[bool, bool, float, int]:
    is_same = not one.new and not one.gone
    return is_same, not one.missing, _alike(one, names), one.saved.number


def _alike(one: FoundProfile, names: frozenset[str]) -> float:
    every = one.saved.headers | names
    return len(one.saved.headers & names) / len(every) if every else 0.0


def _needed(profile: Profile, headers: frozenset[str]) -> frozenset[str]:
    """Matched names of the columns that a profile reads from this file."""
    names = named_columns(profile, dict(profile.columns or ()))
    return frozenset(map(matched, names)) & headers

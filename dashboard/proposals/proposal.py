"""What is proposed for a file: its dataset, a source for each contract column, and questions.

A proposal is only read; what the user changes, they change in the profile document made of it.
Pure data.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dashboard.contracts.column import Column
from dashboard.contracts.dataset import Dataset

Entry = str | dict[str, Any]
"""One contract column's entry in [columns], as a profile writes it."""


class FoundBy(StrEnum):
    """How a source for a contract column was found."""

    NAME = "name"  # it bears the contract's own name
    ALIAS = "alias"  # a name known of other systems
    LIKENESS = "likeness"  # a name like one of these, and content that fits
    CONTENT = "content"  # its values alone
    NOTHING = "nothing"


class Sure(StrEnum):
    """How sure a proposal is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"  # better looked at


class Fate(StrEnum):
    """What becomes of a source column."""

    MAPPED = "mapped"
    IGNORED = "ignored"
    FREE_TEXT = "free_text"  # never mapped by default
    IDENTIFIER = "identifier"  # of a person; never mapped by default


@dataclass(frozen=True)
class ValueProposal:
    """One value of a coded source column, and the allowed value it is taken for; None: unknown."""

    source: str
    rows_n: int
    target: str | None
    found_by: FoundBy


@dataclass(frozen=True)
class Choice:
    """One answer to a question: what it is called, what it means, what it changes in the document.

    In `changes` whole entries of [columns] and other tables are given; an addition gives only
    some keys of an entry. See `answered`.
    """

    label: str
    meaning: str
    changes: dict[str, Any]
    is_addition: bool = False


@dataclass(frozen=True)
class Question:
    """Something that only the user can say.

    about: a contract column, or source_system, dataset, total_rows; without choices the
    answer is a text (see `free_text_answer`). A required one must be answered before the import.
    suggested: the place of the choice that the proposal already holds, or would take.
    """

    about: str
    text: str
    choices: tuple[Choice, ...] = ()
    is_required: bool = True
    suggested: int | None = None


@dataclass(frozen=True)
class ColumnProposal:
    """What is proposed for one contract column; `entry` is None where nothing is."""

    column: Column
    entry: Entry | None = None
    found_by: FoundBy = FoundBy.NOTHING
    sure: Sure = Sure.UNSURE
    reason: str = ""
    examples: tuple[str, ...] = ()
    values: tuple[ValueProposal, ...] = ()  # of a coded column: every value of the file
    others: tuple[str, ...] = ()  # source columns that could be meant instead

    @property
    def is_left_out(self) -> bool:
        """Whether a column bears the name, and hardly one of its values is known."""
        return self.entry is None and bool(self.values)

    @property
    def unknown_values(self) -> tuple[ValueProposal, ...]:
        """Values that stand for no allowed one yet."""
        return tuple(value for value in self.values if value.target is None)


@dataclass(frozen=True)
class SourceColumn:
    """One column of the file, what becomes of it, and why; identifiers give no examples."""

    name: str
    fate: Fate
    reason: str
    mapped_to: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class DatasetGuess:
    """How well a file fits a dataset, from 0 to 1, and why."""

    dataset: Dataset
    score: float
    reason: str


@dataclass(frozen=True)
class Proposal:
    """All that is proposed for one file. Without a dataset there are no columns: ask for it."""

    dataset: Dataset | None
    reason: str
    guesses: tuple[DatasetGuess, ...]  # of all datasets, the best first
    columns: tuple[ColumnProposal, ...]  # in the contract's order
    source_columns: tuple[SourceColumn, ...]  # in the file's order
    questions: tuple[Question, ...]
    file: dict[str, Any] = field(default_factory=dict)  # the profile's [file]
    rows: dict[str, Any] = field(default_factory=dict)  # the profile's [rows]

    def column(self, name: str) -> ColumnProposal:
        """The proposal for one contract column; KeyError where there is none."""
        return {proposed.column.name: proposed for proposed in self.columns}[name]

    @property
    def document(self) -> dict[str, Any]:
        """The profile proposed, as `profile.parse_profile` takes it; questions are still open."""
        document: dict[str, Any] = {}
        if self.dataset is not None:
            document["dataset"] = self.dataset.name
        document |= {
            name: deepcopy(table)
            for name, table in (("file", self.file), ("columns", self._entries()))
            if table
        }
        if self.rows:
            document["rows"] = deepcopy(self.rows)
        return document

    def _entries(self) -> dict[str, Entry]:
        return {p.column.name: p.entry for p in self.columns if p.entry is not None}


def answered(document: dict[str, Any], choice: Choice) -> dict[str, Any]:
    """The document with a choice taken; the given one stays as it is.

    Tables are joined key by key; what stands in them (a column's entry, a list) is replaced, or
    joined, too, by an addition. A key with None is taken out.
    """
    result = deepcopy(document)
    for key, change in deepcopy(choice.changes).items():
        if not isinstance(change, dict):
            result[key] = change
            continue
        table = result.setdefault(key, {})
        for name, entry in change.items():
            table[name] = _joined(table.get(name), entry) if choice.is_addition else entry
        result[key] = _without_none(table)
    return {key: value for key, value in result.items() if value not in (None, {})}


def _joined(entry: Entry | None, more: dict[str, Any]) -> Entry | None:
    """A column's entry with more keys; a name alone becomes a table, and again a name."""
    if entry is None:
        return None
    table = {"column": entry} if isinstance(entry, str) else entry
    joined = _without_none(table | more)
    if isinstance(more.get("values"), dict):
        joined["values"] = _without_none(table.get("values", {}) | more["values"])
        joined = {key: value for key, value in joined.items() if value != {}}
    return joined["column"] if set(joined) == {"column"} else joined


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def free_text_answer(about: str, text: str) -> Choice:
    """The choice of a question that is answered by a text: the source's name, a constant."""
    if about == "source_system":
        return Choice(text, "", {"source_system": text})
    return Choice(text, "", {"columns": {about: {"constant": text}}})


def open_questions(proposal: Proposal, document: dict[str, Any]) -> tuple[Question, ...]:
    """Required questions that the document does not answer yet."""
    columns = document.get("columns", {})
    return tuple(
        question
        for question in proposal.questions
        if question.is_required
        and not (document.get(question.about) or columns.get(question.about))
    )

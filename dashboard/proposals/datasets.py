"""Which dataset a file holds, with the reason in words; what is undecided is said."""

from dataclasses import replace

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.extracts.header import plain
from dashboard.extracts.reading import Source
from dashboard.proposals.facts import Facts
from dashboard.proposals.known_layouts import LAYOUTS
from dashboard.proposals.matching import Match, match_columns
from dashboard.proposals.proposal import DatasetGuess, FoundBy, Sure

ENOUGH, CLEAR, BY_FAR = 0.5, 0.15, 0.8  # scores from 0 to 1
WITHOUT_ANSWERS = 0.6  # what a score is worth where none of the columns is there that count
AS_MANY_ROWS = 0.5  # what the score of subjects is worth in a file that has whole complaints
OF_SURE = {Sure.CERTAIN: 1.0, Sure.LIKELY: 0.8, Sure.UNSURE: 0.25}
OFTEN_CONSTANT = (
    "source_system",
    "instrument",
    "contact_type",
    "taxonomy",
)  # no column in most files
WORDS = {
    "complaints": ("complaint", "complaints", "grievance", "grievances", "pals", "datix"),
    "complaint_issues": ("subject", "subjects", "hcat", "ko41a", "taxonomy", "issues"),
    "surveys": (
        "survey",
        "surveys",
        "fft",
        "hcahps",
        "nps",
        "respondent",
        "respondents",
        "answers",
    ),
    "units": ("units", "wards", "departments"),
    "unit_aliases": ("alias", "aliases", "source unit"),
    "activity": ("activity", "discharges", "attendances", "bed days"),
}
"""Words in the file's name or its header that speak for a dataset."""


def guess_datasets(
    source: Source, facts: tuple[Facts, ...], file_name: str
) -> tuple[DatasetGuess, ...]:
    """Say of every dataset how well the file fits it, the best first."""
    texts = [plain(file_name), *map(plain, source.headers)]
    matches = {name: match_columns(each, source, facts) for name, each in DATASETS.items()}
    guesses = [_guess(DATASETS[name], found, texts) for name, found in matches.items()]
    if _has_complaints(matches["complaints"]):
        guesses = [
            replace(guess, score=guess.score * AS_MANY_ROWS)
            if guess.dataset.name == "complaint_issues"
            else guess
            for guess in guesses
        ]
    return tuple(sorted(guesses, key=lambda guess: -guess.score))


def decided(source: Source, guesses: tuple[DatasetGuess, ...]) -> tuple[Dataset | None, str]:
    """The dataset that the file holds, or None; and why."""
    best, second = guesses[:2]
    layout = _known_layout(source)
    if layout and best.score < BY_FAR:
        return None, layout
    if best.score > ENOUGH and best.score >= second.score + CLEAR:
        return best.dataset, f"It looks like {best.dataset.name}: {best.reason}"
    if best.score <= ENOUGH:  # half of what must be there tells nothing
        return None, (
            f"It looks like none of the datasets. The nearest is {best.dataset.name}: {best.reason}"
        )
    return None, (
        f"It could be {best.dataset.name} ({best.reason.rstrip('.')}) or {second.dataset.name} "
        f"({second.reason.rstrip('.')})."
    )


def _guess(dataset: Dataset, matches: dict[str, Match], texts: list[str]) -> DatasetGuess:
    needed = [name for name in dataset.required if name not in OFTEN_CONSTANT]
    points = [_points(matches.get(name)) for name in needed]
    if dataset.at_least_one:
        points.append(max(_points(matches.get(name)) for name in dataset.at_least_one))
    surely = [name for name, match in matches.items() if match.found_by is not FoundBy.CONTENT]
    more_n = len([name for name in surely if name not in needed])
    word = next((w for w in WORDS[dataset.name] if any(_has(text, w) for text in texts)), None)
    score = sum(points) / len(points) + min(0.2, 0.05 * more_n) + (0.1 if word else 0.0)
    if dataset.at_least_one and not set(dataset.at_least_one) & set(matches):
        score *= WITHOUT_ANSWERS
    return DatasetGuess(dataset, min(1.0, score), _in_words(dataset, needed, matches, surely, word))


def _has_complaints(matches: dict[str, Match]) -> bool:
    """Whether a file tells when complaints came: their subjects are then a column of theirs."""
    received = matches.get("received_at")
    return received is not None and received.found_by is not FoundBy.CONTENT


def _points(match: Match | None) -> float:
    return OF_SURE[match.sure] if match else 0.0


def _in_words(
    dataset: Dataset, needed: list[str], matches: dict[str, Match], surely: list[str],
    word: str | None,
) -> str:  # fmt: skip
    named = [name for name in needed if name in surely]
    seen = [name for name in needed if name in matches and name not in surely]
    missing = [name for name in needed if name not in matches]
    answers = [name for name in dataset.at_least_one if name in matches]
    parts = [f"{_listed(named)} found by name"] if named else []
    parts += [f"{_listed(seen)} perhaps by content"] if seen else []
    parts += [f"{_listed(missing)} not found"] if missing else []
    if dataset.at_least_one:
        none = f"none of {', '.join(dataset.at_least_one)}"
        parts.append(f"{_listed(answers)} found" if answers else none)
    parts += [f"it speaks of '{word}'"] if word else []
    return "; ".join(parts) + "."


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def _has(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "


def _known_layout(source: Source) -> str | None:
    headers = list(map(plain, source.headers))
    for layout in LAYOUTS:
        if all(any(_is_named(header, name) for header in headers) for name in layout.headers):
            return layout.what
    return None


def _is_named(header: str, name: str) -> bool:
    """Whether a header is a name with few words around it, and no question that quotes it."""
    return _has(header, name) and len(header.split()) <= len(name.split()) + 3

"""Random columns, drawn whole: a generator and shares in, arrays out. Never loops over rows."""

import numpy as np
import pyarrow as pa

Mask = np.ndarray
"""True where a row has no entry; shape (n,), bool."""

HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def stream(seed: int, *place: int) -> np.random.Generator:
    """A stream of random numbers of its own for each place (dataset, chunk) of a seed."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *place])))


def chance(rng: np.random.Generator, share: float | np.ndarray, n: int) -> np.ndarray:
    """True with this probability, which may differ by row; shape (n,), bool."""
    return rng.random(n, dtype=np.float32) < share


def codes(rng: np.random.Generator, shares: tuple[float, ...], n: int) -> np.ndarray:
    """Numbers of categories drawn with these shares (they need not sum to 1); shape (n,), int8."""
    limits = np.cumsum(shares)[:-1] / np.sum(shares)
    return np.searchsorted(
        limits.astype(np.float32), rng.random(n, dtype=np.float32), side="right"
    ).astype(np.int8)


def codes_by_row(rng: np.random.Generator, shares: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Numbers of categories where each row has its own shares.

    Args:
        rng: the stream.
        shares: shape (k, categories), each line summing to 1.
        row: shape (n,), which line of `shares` a row follows.

    Returns:
        shape (n,), int8.
    """
    limits = np.cumsum(shares, axis=1)[:, :-1].astype(np.float32)
    drawn = rng.random(len(row), dtype=np.float32)
    result = np.zeros(len(row), dtype=np.int8)
    for limit in limits.T:
        result += drawn >= limit[row]
    return result


def lognormal_days(rng: np.random.Generator, median: float | np.ndarray, n: int) -> np.ndarray:
    """Whole days around a median, skewed as waiting times are; shape (n,), int64, at least 1."""
    days = np.exp(0.75 * rng.standard_normal(n, dtype=np.float32)) * median
    return np.maximum(np.rint(days), 1).astype(np.int64)


def labels(names: tuple[str, ...], code: np.ndarray, missing: Mask | None = None) -> pa.Array:
    """Category numbers as text."""
    indices = pa.array(code.astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))


def flags(is_true: np.ndarray, missing: Mask | None = None) -> pa.Array:
    """A boolean column."""
    return pa.array(is_true, mask=missing)


def numbers(counted: np.ndarray, missing: Mask | None = None, kind: str = "int8") -> pa.Array:
    """A column of whole numbers."""
    return pa.array(counted.astype(kind), mask=missing)


def dates(day: np.ndarray, missing: Mask | None = None) -> pa.Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(day.astype(np.int32), mask=missing).cast(pa.date32())


def times(second: np.ndarray, missing: Mask | None = None) -> pa.Array:
    """Local seconds since 1970-01-01 00:00 as times without a zone."""
    return pa.array(second.astype("datetime64[s]"), mask=missing).cast(pa.timestamp("us"))


def identifiers(prefix: str, number: np.ndarray) -> pa.Array:
    """The prefix and the number in eight digits."""
    start = np.frombuffer(prefix.encode(), dtype=np.uint8)
    text = np.empty((len(number), len(start) + 8), dtype=np.uint8)
    text[:, : len(start)] = start
    for place in range(8):
        text[:, -1 - place] = 48 + number // 10**place % 10
    return _fixed_width_text(text)


def link_keys(number: np.ndarray, missing: Mask) -> pa.Array:
    """A patient's number as 64 hexadecimal digits, as a keyed hash would give, or null."""
    with_key = np.flatnonzero(~missing)
    words = np.stack([_mixed(number[with_key], word) for word in range(4)], axis=1)
    digits = words.astype(">u8").view(np.uint8).reshape(len(with_key), 32)
    text = np.stack([HEX[digits >> 4], HEX[digits & 15]], axis=2).reshape(len(with_key), 64)
    place = np.cumsum(~missing) - 1
    return _fixed_width_text(text).take(pa.array(place, mask=missing))


def _mixed(number: np.ndarray, word: int) -> np.ndarray:
    """Splitmix64, a well-mixed permutation of 64-bit numbers (Steele, Lea & Flood 2014)."""
    state = number.astype(np.uint64) * np.uint64(4) + np.uint64(word)
    state = state * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def _fixed_width_text(text: np.ndarray) -> pa.Array:
    rows, width = text.shape
    offsets = (np.arange(rows + 1, dtype=np.int64) * width).astype(np.int32)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(text))

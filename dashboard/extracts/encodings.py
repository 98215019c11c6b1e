"""In which encoding a text file is written. Strict: bytes that do not fit are named by line."""

import codecs

from charset_normalizer import from_bytes

from dashboard.errors import Refused, WrongUsage

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LINES_NAMED = 10
SAMPLE_BYTES = 200_000


def decode(content: bytes, given: str | None) -> tuple[str, str]:
    """Decode a whole file.

    Args:
        content: the file's bytes.
        given: the profile's encoding, or None to detect it.

    Returns:
        The text and the encoding's Python codec name in lower case; ascii is utf-8.

    Raises:
        Refused: no single encoding decodes all bytes; the text names the lines.
        WrongUsage: Python knows no encoding of the given name.
    """
    encoding = _codec_name(given) if given else detect(content)
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        lines = undecodable_lines(content, encoding)
        raise Refused(
            f"The file is not written in {encoding} throughout: see line "
            f"{', '.join(map(str, lines))}. Save it again in one encoding, best UTF-8."
        ) from None


def detect(content: bytes) -> str:
    """Find the encoding by the byte order mark, else UTF-8, else cp1252, else by likeness.

    A file with both valid UTF-8 letters and other bytes is a mixture; it is read as UTF-8, so
    that `decode` names the lines that don't fit.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    if _looks_like_utf16(content):
        return "utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _has_utf8_letters(content) else _single_byte(content)
    return "utf-8"


def undecodable_lines(content: bytes, encoding: str) -> list[int]:
    """Line numbers (1 = first) of the first few bytes that the encoding can't decode."""
    lines = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            lines.append(number)
        if len(lines) == LINES_NAMED:
            break
    return lines


def _codec_name(given: str) -> str:
    try:
        name = codecs.lookup(given).name
    except LookupError:
        raise WrongUsage(f"Unknown encoding '{given}'; examples: utf-8, cp1252, utf-16.") from None
    names = {"ascii": "utf-8", "iso8859-1": "latin-1"}
    return names.get(name, name)


def _looks_like_utf16(content: bytes) -> bool:
    sample = content[:2000]
    return len(sample) > 3 and sample.count(0) >= len(sample) * 0.3


def _has_utf8_letters(content: bytes) -> bool:
    plain = len(content.decode("ascii", errors="ignore"))
    return len(content.decode("utf-8", errors="ignore").encode()) > plain


def _single_byte(content: bytes) -> str:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        likely = from_bytes(content[:SAMPLE_BYTES]).best()
        return _codec_name(likely.encoding) if likely else "utf-8"
    return "cp1252"

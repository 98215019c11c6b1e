"""In which encoding a text file is written. Strict: bytes that do not fit are named by line."""

import codecs
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes

from dashboard.errors import Refused, WrongUsage

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LINES_NAMED = 10
LINES_WEIGHED = 20_000
SAMPLE_BYTES = 100_000
MIXED_SHARE = 0.02  # of the lines with letters beyond ASCII; fewer look like UTF-8 by chance
FOREIGN_SHARE = 0.3  # of the bytes of such lines; English with accents stays far below


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
    if content.startswith(codecs.BOM_UTF8) and not encoding.startswith("utf"):
        encoding = "utf-8-sig"  # a spreadsheet saved the file again
    try:
        return content.decode(encoding), encoding
    except UnicodeError:
        named = undecodable_lines(content, encoding)
        lines = f"line{'s' if len(named) > 1 else ''} {', '.join(map(str, named))}"
        raise Refused(
            f"The file is not written in {encoding} throughout: see {lines}"
            f"{' and more' if len(named) == LINES_NAMED else ''}. Save it again in one encoding, "
            "best UTF-8."
        ) from None


def detect(content: bytes) -> str:
    """Find the encoding: byte order mark, UTF-16 without one, UTF-8, else by likeness.

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
        return "utf-8" if _is_mixed(content) else _likely(content)
    return "utf-8"


def undecodable_lines(content: bytes, encoding: str) -> list[int]:
    """Line numbers (1 = first) of the first few lines that the encoding can't decode."""
    named: list[int] = []
    decoder = codecs.getincrementaldecoder(encoding)
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        try:
            decoder().decode(line, final=not encoding.startswith(("utf-16", "utf-32")))
        except UnicodeError:
            named.append(number)
        if len(named) == LINES_NAMED:
            break
    return named or [content.count(b"\n") + 1]


def _codec_name(given: str) -> str:
    try:
        codec = codecs.lookup(given)
        b"a,b".decode(codec.name)  # refuses codecs that are none of text, such as base64
    except UnicodeDecodeError:
        pass  # an encoding of text in which these three bytes are none
    except (LookupError, ValueError):
        raise WrongUsage(f"Unknown encoding '{given}'; examples: utf-8, cp1252, utf-16.") from None
    return {"ascii": "utf-8", "iso8859-1": "latin-1"}.get(codec.name, codec.name)


def _looks_like_utf16(content: bytes) -> bool:
    sample = content[:2000]
    return len(sample) > 3 and sample.count(0) >= len(sample) * 0.3


def _lines_beyond_ascii(content: bytes) -> Iterator[bytes]:
    return (line for line in content.splitlines() if not line.isascii())


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mixed(content: bytes) -> bool:
    fits = [_is_utf8(line) for line in islice(_lines_beyond_ascii(content), LINES_WEIGHED)]
    return sum(fits) > MIXED_SHARE * len(fits)


def _likely(content: bytes) -> str:
    """cp1252 for text in Latin letters; what charset-normalizer finds where most letters are not.

    On a few accents alone its guess is worth little, and cp1252 is what exports in English,
    French, German or Spanish are written in.
    """
    sample = b"\n".join(_lines_beyond_ascii(content))[:SAMPLE_BYTES]
    beyond_n = sum(byte > 127 for byte in sample)
    best = from_bytes(sample).best() if beyond_n > FOREIGN_SHARE * len(sample) else None
    for encoding in (*([_codec_name(best.encoding)] if best else []), "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    best = best or from_bytes(sample).best()
    return _codec_name(best.encoding) if best else "cp1252"

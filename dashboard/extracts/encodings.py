"""In which encoding a text file is written. Strict: bytes that do not fit are named by line."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes
from charset_normalizer.models import CharsetMatch

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
ODD_SHARE = 0.2  # of the bytes beyond ASCII
# what no word in cp1252 holds after a small letter: in DOS, on a Mac or in Polish they are letters
ODD_IN_CP1252 = re.compile(
    rb"(?<=[a-z])(?:[\x80-\x84\x88-\x90\x95\x98\x9d\x9f]|[\xa5\xaf\xb3\xb9\xbf](?=[a-z]))"
)
UNKNOWN_TO_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
MESS = 0.12  # charset-normalizer's measure of nonsense, below which a reading is plausible
FOREIGN_SHARE = 0.3  # of the bytes of such lines; English with accents stays far below
FOREIGN_RUN = 2  # such bytes in a row on the mean; accented letters stand alone
BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


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
            "best UTF-8, or name its encoding in the profile's [file]."
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
    if encoding.startswith(("utf-16", "utf-32")):
        return [_line_of_the_error(content, encoding)]
    named: list[int] = []
    decoder = codecs.getincrementaldecoder(encoding)
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        try:
            decoder().decode(line, final=True)
        except UnicodeError:
            named.append(number)
        if len(named) == LINES_NAMED:
            break
    return named or [content.count(b"\n") + 1]


def _line_of_the_error(content: bytes, encoding: str) -> int:
    """The line of the first fault, where a line's end takes several bytes."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return len((content[: error.start].decode(encoding, "ignore") + "x").splitlines())
    return 1


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
    """cp1252 for text in Latin letters; else what charset-normalizer finds without a rival.

    On a few accents alone its guess is worth little, and cp1252 is what exports in English,
    French, German or Spanish are written in. Bytes that cp1252 does not know are named by line.

    Raises:
        Refused: the letters don't tell it.
    """
    sample = b"\n".join(_lines_beyond_ascii(content))[:SAMPLE_BYTES]
    runs = BEYOND_ASCII.findall(sample)
    beyond_n = sum(map(len, runs))
    if beyond_n <= min(FOREIGN_RUN * len(runs), FOREIGN_SHARE * len(sample)):
        is_odd = len(ODD_IN_CP1252.findall(sample)) > ODD_SHARE * beyond_n
        if is_odd and not UNKNOWN_TO_CP1252.search(sample):
            raise _undecided(["cp1252", "cp850", "mac_roman", "cp1250"])
        return "cp1252"
    found = list(from_bytes(sample))
    if found and found[0].chaos < MESS and not _rivals(found):
        return _codec_name(found[0].encoding)
    raise _undecided([match.encoding for match in found[:4]] or ["cp1251"])


def _rivals(found: list[CharsetMatch]) -> list[CharsetMatch]:
    """The encodings that could as well be meant: no messier, and not far from any language."""
    best = found[0]
    is_language = best.coherence >= 2 * MESS
    return [
        match
        for match in found[1:]
        if match.chaos < best.chaos + MESS
        and not (is_language and match.coherence < best.coherence / 2)
    ]


def _undecided(encodings: list[str]) -> Refused:
    return Refused(
        "The file is not written in UTF-8, and its letters don't tell which encoding it is: "
        f"{' or '.join(encodings)}? Name it in the profile's [file], such as encoding = "
        f'"{encodings[0]}", or save the file as UTF-8.'
    )

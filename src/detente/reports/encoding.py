"""From bytes to text: byte order mark, declared charset, UTF-8, the western code pages, and at last a guess."""

from __future__ import annotations

import codecs
import re

from detente.reports.model import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Code pages of German and English text, the likeliest first: Windows, Macintosh, DOS.
_WESTERN = ("cp1252", "mac_roman", "cp850")
_LETTERS = frozenset("äöüÄÖÜßéèêëàâáãåçñíîïìóôòõøúùûýæœÉÈÀÁÂÅÇÑÓÔØÚÆŒšžŠŽ")
_MARKS_OF_TEXT = frozenset("„“”‚‘’–—…«»‹›€£§°·•©®™½¼¾²³¿¡ªº´× ")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
SAMPLE = 200_000


def declared_charset(data: bytes) -> str | None:
    """The charset that an HTML or XML document declares in its first lines."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else None


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes.  `declared` is believed only if the bytes bear it out.

    Raises `SourceError` ("binary") for what is no text and ("encoding") for text in no encoding that could be found.
    """
    text = _decode(data, declared)
    # A few stray characters are cleaned away later; many are no text.
    sample = text[:SAMPLE]
    controls = sum(c < " " and c not in "\t\n\r\x0b\x0c\x1a\x1b" for c in sample)
    if controls > 2 + len(sample) / 100:
        raise SourceError("binary", "binary data, not text")
    if sample.count("\ufffd") > 2 + len(sample) / 50:
        raise SourceError("encoding", "the text's encoding could not be found")
    return text


def _decode(data: bytes, declared: str | None) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    if data[:SAMPLE].count(0) > len(data[:SAMPLE]) / 1000 + 2:
        raise SourceError("binary", "binary data, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace")
    charset = _python_name(declared)
    if charset and charset not in ("utf-8", "ascii", "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass
    western: str = max(_WESTERN, key=lambda code: _fit(data, code))
    if _fit(data, western) >= 0.9:
        return data.decode(western, errors="replace")
    return _guess(data)


def _python_name(declared: str | None) -> str | None:
    """Python's name of a charset; browsers read what calls itself Latin-1 or ASCII as Windows-1252."""
    if not declared:
        return None
    try:
        codec = codecs.lookup(declared)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii", "latin-1") else codec.name


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is NUL."""
    sample = data[:4000]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    sample = data[:SAMPLE].decode("utf-8", errors="replace")
    broken = sample.count("\ufffd")
    right = sum(c > "\x7f" and c != "\ufffd" for c in sample)
    return right > 0 and broken <= 2 + 0.05 * right and right >= broken


def _fit(data: bytes, code: str) -> float:
    """How much of what is not ASCII makes sense in a western code page, 0 to 1."""
    text = data[:SAMPLE].decode(code, errors="replace")
    high = right = letters = 0
    for place, char in enumerate(text):
        letters += char.isalpha()
        if char <= "\x7f":
            continue
        high += 1
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        if char in _LETTERS:
            # Capitals do not stand within words of small letters.
            right += (before.isalpha() or after.isalpha()) and not (char.isupper() and before.islower())
        elif char in _MARKS_OF_TEXT:
            right += not (before.isalpha() and after.isalpha()) or char in "’–—·"
    return right / high if high and high <= 0.25 * max(letters, 4) else 0.0


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise SourceError("encoding", "the text's encoding could not be found")
    try:
        return data.decode(best.encoding, errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")

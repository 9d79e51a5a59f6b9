"""Bytes to text and back without loss, whatever the bytes are.

UTF-8 and UTF-16 are recognised; everything else is read as windows-1252 with its five holes filled, a
bijection between bytes and code points, so that rules still work on Latin-1 and cp1252 text and every
byte comes back as it was. A text that is UTF-8 but for a few broken bytes keeps those as lone surrogates.
"""

from __future__ import annotations

import codecs

from scrubber.errors import DocumentError, Problem, nearest
from scrubber.values import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# windows-1252 as browsers read it: the five bytes that the code page leaves open are C1 controls.
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
    for byte in range(256)
)
_WINDOWS_1252_MAP = codecs.charmap_build(_WINDOWS_1252)
FALLBACK = "windows-1252"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text is spelt in bytes. ``bom`` stands before it and belongs to no text offset."""

    name: str = "utf-8"
    errors: str = "strict"
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of ``text`` without the BOM. Raises UnicodeEncodeError."""
        if self.name == FALLBACK:
            return codecs.charmap_encode(text, self.errors, _WINDOWS_1252_MAP)[0]
        return text.encode(self.name, self.errors)

    def decode(self, data: bytes) -> str:
        """Return the text of ``data``, which starts after the BOM. Raises UnicodeDecodeError."""
        if self.name == FALLBACK:
            return codecs.charmap_decode(data, self.errors, _WINDOWS_1252)[0]
        return data.decode(self.name, self.errors)

    def holds(self, text: str) -> bool:
        """Whether text that an edit brings in can be spelt; what stands for a broken byte never can."""
        try:
            Encoding(self.name).encode(text)
        except UnicodeEncodeError:
            return False
        return True


UTF8 = Encoding()


def decode(data: bytes, name: str | None = None) -> tuple[str, Encoding]:
    """Return the text of ``data`` and the encoding that gives the same bytes back.

    ``name`` overrides the recognition; data that it does not fit raises DocumentError.
    """
    if name is not None:
        return _decode_as(data, name)
    for bom, encoding_name in _BOMS:
        if data.startswith(bom):
            for errors in ("strict", "surrogatepass"):
                found = _try(data, Encoding(encoding_name, errors, bom))
                if found:
                    return found
    return _utf16_without_bom(data) or _try(data, UTF8) or _damaged(data)


def _decode_as(data: bytes, name: str) -> tuple[str, Encoding]:
    codec = known_name(name)
    bom = next((mark for mark, owner in _BOMS if owner.startswith(codec) and data.startswith(mark)), b"")
    if bom and codec in {"utf-16", "utf-32"}:
        codec = next(owner for mark, owner in _BOMS if mark == bom)
    found = _try(data, Encoding(codec, "strict", bom))
    if found is None:
        raise DocumentError(
            Problem(None, f"the bytes are not {name}", remedy="leave --encoding out to have it recognised")
        )
    return found


def known_name(name: str) -> str:
    """Return the canonical name of a text encoding; raises DocumentError for an unknown one."""
    if name.lower() in {FALLBACK, "cp1252"}:
        return FALLBACK
    try:
        info = codecs.lookup(name)
    except LookupError:
        hint = nearest(name, ["utf-8", "utf-16", "latin-1", "cp1252", "shift_jis", "gb18030", "big5"])
        raise DocumentError(
            Problem(None, f"unknown encoding `{name}`", "a name Python knows", hint)
        ) from None
    if not info._is_text_encoding:
        raise DocumentError(Problem(None, f"`{name}` is no text encoding", "a name such as `latin-1`"))
    return info.name


def _try(data: bytes, encoding: Encoding) -> tuple[str, Encoding] | None:
    try:
        text = encoding.decode(data[len(encoding.bom) :])
        same = encoding.bom + encoding.encode(text) == data
    except UnicodeError:
        return None
    return (text, encoding) if same else None


def _utf16_without_bom(data: bytes) -> tuple[str, Encoding] | None:
    """UTF-16 of mostly Latin text shows NULs in every second byte, and hardly any in the others."""
    if len(data) < 4 or len(data) % 2:
        return None
    half = len(data) // 2
    even, odd = data[0::2].count(0), data[1::2].count(0)
    for name, nuls, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if nuls * 10 > half * 7 and others * 10 < half:
            return _try(data, Encoding(name))
    return None


def _damaged(data: bytes) -> tuple[str, Encoding]:
    """UTF-8 with broken bytes where whole sequences outnumber them; else the windows-1252 bijection."""
    text = data.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in text)
    whole = sum(character > "\x7f" for character in text) - broken
    if whole > broken:
        return text, Encoding("utf-8", "surrogateescape")
    fallback = Encoding(FALLBACK)
    return fallback.decode(data), fallback

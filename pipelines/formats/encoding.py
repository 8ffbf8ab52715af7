"""Bytes to text: a byte order mark, UTF-8 where the bytes are UTF-8, else the declared set; mojibake undone. Nothing is lost quietly.

The names of character sets are read as browsers read them (the WHATWG Encoding Standard), as far as Python knows the sets.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LAST_RESORT: Final = "cp1252"
_AS_BROWSERS_DO: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
"""Sets that stand for a larger one, by Python's names."""
_ALSO_NAMED: Final = {"windows-874": "cp874", "windows-31j": "cp932", "x-sjis": "cp932", "x-mac-cyrillic": "mac-cyrillic"}
_USED = re.compile(r"cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|utf-(?:8|16|32)(?:-[lb]e)?|ptcp154|kz1048")
"""Python's names of the sets of which every byte above 127 stands for something by itself, and of UTF."""
_OF_SEVERAL_BYTES = re.compile(r"gb18030|big5\w*|euc_\w+|shift_jisx?\w*|cp9(?:32|49|50)|johab")
_OF_SEVEN_BITS = re.compile(r"iso2022_\w+|hz")
_SURELY_UTF8: Final = 30
"""So many bytes above 127 that are UTF-8 are no text in one of the sets of East Asia."""
_SURROGATE = re.compile("[\udc80-\udcff]")
_CUT_AT_END = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")

_HIGH: Final = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
"""What the bytes 0x80 to 0xbf are in Latin-1 and in Windows-1252."""
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{_HIGH}]|[\u00e0-\u00ef][{_HIGH}]{{2}}|[\u00f0-\u00f4][{_HIGH}]{{3}}|[\u0080-\u0084\u0086-\u009f]|\u201a\u00c4"
)
"""UTF-8 read as Windows-1252 or Latin-1; Windows-1252 read as Latin-1; punctuation in UTF-8 read as Mac Roman."""
_HIGH_UTF8: Final = (
    rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2\x82\xac|\xe2\x84\xa2"
    rb"|\xe2\x80[\x93\x94\x98-\x9a\x9c-\x9e\xa0-\xa2\xa6\xb0\xb9\xba])"
)
_MOJIBAKE_UTF8 = re.compile(
    rb"\xc3(?:[\x82-\x9f]%b|[\xa0-\xaf]%b{2}|[\xb0-\xb4]%b{3})|\xc2[\x80-\x84\x86-\x9f]|\xe2\x80\x9a\xc3\x84" % ((_HIGH_UTF8,) * 3)
)
"""The same in UTF-8. Its first bytes are few, so looking for it costs a hundredth of what the other does."""


class Decoded(NamedTuple):
    """A text, and what `Story.encoding` should say of it.

    `encoding` is None for UTF-8 that was declared so or not declared at all; "utf-8" where another set was declared; else the set by
    Python's name. "+repaired" is added where mojibake was undone.
    """

    text: str
    encoding: str | None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`, without its byte order mark. Raises nothing; bytes that stand for nothing become U+FFFD.

    A byte order mark wins, then UTF-8 if the bytes are UTF-8, then `declared` (any name, also an unknown one), then Windows-1252.
    UTF-8 with a few bytes of Windows-1252 in it is read as what it is.
    """
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return _decode_utf8(data[len(bom) :], None) if marked == "utf-8" else _named(data[len(bom) :], marked)
    name = python_name(declared) if declared else None
    if name is None or name == "utf-8":
        return _decode_utf8(data, None)
    if _OF_SEVEN_BITS.fullmatch(name):
        return _named(data, name)
    if name.startswith(("utf-16", "utf-32")):
        return _named(data, _with_order(data, name)) if b"\0" in data[:64] else _decode_utf8(data, "utf-8")
    if data.isascii():
        return Decoded(data.decode("ascii"), None)
    if _OF_SEVERAL_BYTES.fullmatch(name) and _is_little_or_other(data, name):
        return _named(data, name)
    return _decode_utf8(data, "utf-8", name)


def python_name(declared: str) -> str | None:
    """Python's name of the set that browsers take for a declared name; None for a name that is unknown or names no character set."""
    plain = declared.strip(" \t\r\n\"'").lower()
    try:
        name = codecs.lookup(_ALSO_NAMED.get(plain, plain)).name
    except (LookupError, ValueError, UnicodeError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    if name == "utf-8-sig":
        return "utf-8"
    known = _USED.fullmatch(name) or _OF_SEVERAL_BYTES.fullmatch(name) or _OF_SEVEN_BITS.fullmatch(name)
    return name if known else None


def may_be_mojibake(data: bytes) -> bool:
    """Whether `undo_mojibake` may change a text of these bytes in UTF-8; for readers that would do without decoding it."""
    if data.isascii() or not (b"\xc2" in data or b"\xc3" in data):
        return False  # one of the two stands in all of it
    return _MOJIBAKE_UTF8.search(data) is not None


def undo_mojibake(text: str) -> str:
    """A text with UTF-8 that was read as something else put right ("TravTalkâ€™s"); the same text where there is none.

    Line by line, by ftfy's fix_encoding (Speer, ftfy, 2019), and only in lines where a pattern of such letters stands.
    """
    if text.isascii() or not may_be_mojibake(text.encode("utf-8", "surrogatepass")):
        return text
    from ftfy import fix_encoding

    return "\n".join(fix_encoding(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def _decode_utf8(data: bytes, recorded: str | None, otherwise: str = _LAST_RESORT) -> Decoded:
    """UTF-8, recorded as said; where the bytes are not UTF-8, `otherwise`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(data) if otherwise == _LAST_RESORT and _is_mostly_utf8(data) else _named(data, otherwise)
    return _repaired(text, recorded)


def _named(data: bytes, name: str) -> Decoded:
    return _repaired(data.decode(name, "replace"), name.removesuffix("-le").removesuffix("-be"))


def _repaired(text: str, encoding: str | None) -> Decoded:
    repaired = undo_mojibake(text)
    return Decoded(text, encoding) if repaired == text else Decoded(repaired, f"{encoding or 'utf-8'}+repaired")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more characters above 127 are UTF-8 than bytes are not. A file cut within its last character is so too."""
    text = _CUT_AT_END.sub(b"", data).decode("utf-8", "surrogateescape")
    high = len(text) - len(text.encode("ascii", "ignore"))
    strays = len(_SURROGATE.findall(text))
    return high > 2 * strays


def _mixed(data: bytes) -> Decoded:
    """UTF-8 with stray bytes: these are read as Windows-1252, a character that the end cuts as U+FFFD."""
    whole = _CUT_AT_END.sub(b"", data)
    text = whole.decode("utf-8", "surrogateescape")
    plain = _SURROGATE.sub(lambda stray: bytes((ord(stray[0]) - 0xDC00,)).decode(_LAST_RESORT, "replace"), text)
    return Decoded(undo_mojibake(plain) + ("\ufffd" if len(whole) < len(data) else ""), "utf-8+repaired")


def _with_order(data: bytes, name: str) -> str:
    """UTF-16 or UTF-32 with its order of bytes; without a mark the first bytes tell it, as they hold Latin letters or markup."""
    return name if name.endswith(("-le", "-be")) else name + ("-be" if data[:1] == b"\0" else "-le")


def _is_little_or_other(data: bytes, name: str) -> bool:
    """Whether bytes that are declared as a set of East Asia are so: they are no UTF-8, or too few to tell and right in that set."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    if len(data) - len(data.translate(None, bytes(range(128, 256)))) > _SURELY_UTF8:
        return False
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True

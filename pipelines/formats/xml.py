"""XML of the wires, parsed so that nothing in it can reach out or grow: no entities, no DTD, no network; and never mended in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.entities import html5
from typing import Final, Literal, NamedTuple, TypedDict, cast

from lxml import etree

from pipelines.formats.body import clean_line
from pipelines.formats.dead import RefusedError
from pipelines.formats.detect import mebibytes
from pipelines.formats.encoding import decode, may_be_mojibake
from pipelines.formats.reading import Limits

Element = etree._Element

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_DECLARES_ENTITY = re.compile(r"<!ENTITY\s+(?!%\s)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OTHER_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_OWN_NAMES: Final = ("amp", "lt", "gt", "quot", "apos")
_MARKUP: Final = "<>&\"'"
"""Characters that no named entity may bring in unescaped."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_NUMBER = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_REASON_LENGTH: Final = 120


class _Safe(TypedDict):
    resolve_entities: Literal[False]
    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


_SAFE: Final[_Safe] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""resolve_entities=False leaves declared entities as nodes, which are refused; huge_tree=False limits depth (256) and a text (10 MB)."""
_PARSER: Final = etree.XMLParser(**_SAFE)


class Parsed(NamedTuple):
    """A document. `encoding` is what `Story.encoding` should say: "+repaired" also stands for forbidden characters taken out, for bare
    ampersands and for prefixes that no namespace is declared for."""

    root: Element
    encoding: str | None


def parse_xml(data: bytes, limits: Limits = Limits()) -> Parsed:
    """The document that the bytes are. RefusedError with a plain sentence when they are too large, hostile or no well-formed XML.

    The bytes are decoded here: a declaration that does not fit them is not believed. Names of HTML's entities stand for their characters.
    """
    quick = _parse_plain(data) if len(data) <= limits.max_item_bytes else None
    if quick is not None:
        return Parsed(quick, None)
    text, encoding = _decoded(data, limits)
    try:
        return Parsed(_checked(_root_of(text), text), encoding)
    except etree.XMLSyntaxError as error:
        fault = error
    repaired = _BARE_AMPERSAND.sub("&amp;", _FORBIDDEN_NUMBER.sub("", _FORBIDDEN.sub("", text)))
    lenient = etree.XMLParser(recover=True, **_SAFE)
    try:
        root = etree.fromstring(repaired.encode("utf-8", "replace"), lenient)
    except etree.XMLSyntaxError:
        raise RefusedError(_sentence(fault)) from None
    # A prefix without a namespace is the only fault left that loses nothing when it is passed over.
    if root is None or any(entry.domain != etree.ErrorDomains.NAMESPACE for entry in lenient.error_log):
        raise RefusedError(_sentence(fault))
    return Parsed(_checked(root, text), f"{(encoding or 'utf-8').removesuffix('+repaired')}+repaired")


def _parse_plain(data: bytes) -> Element | None:
    """The root of a document of UTF-8 in which nothing needs a second look, for speed; None for others, broken ones among them."""
    declared = _DECLARED.match(data)
    if declared is not None and declared[1].lower() != b"utf-8":
        return None
    if b"<!DOCTYPE" in data or data[:1] != b"<" or (b"&" in data and _OTHER_ENTITY.search(data)) or may_be_mojibake(data):
        return None
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return None


def whole_elements(data: bytes, names: frozenset[str], limits: Limits) -> tuple[list[Element], str | None]:
    """The elements of those local names that are whole, in order, in a document that breaks off or is broken further down.

    They hang in their tree as far as it was read. Nothing within one of them is looked for. The encoding as in `Parsed`.
    """
    text, encoding = _decoded(data, limits)
    found: list[Element] = []
    parser = etree.XMLPullParser(events=("end",), **_SAFE)
    with suppress(etree.XMLSyntaxError):
        parser.feed(text.encode("utf-8", "replace"))
    with suppress(etree.XMLSyntaxError):
        for _, element in parser.read_events():
            if isinstance(element, Element) and local_name(element.tag) in names:
                found.append(element)
    return [each for each in found if _is_outermost(each, names) and next(each.iter(etree.Entity), None) is None], encoding


def _is_outermost(element: Element, names: frozenset[str]) -> bool:
    return not any(local_name(above.tag) in names for above in element.iterancestors())


def _decoded(data: bytes, limits: Limits) -> tuple[str, str | None]:
    if len(data) > limits.max_item_bytes:
        raise RefusedError(f"The XML is larger than {mebibytes(limits.max_item_bytes)}.")
    declared = _DECLARED.match(data)
    text, encoding = decode(data, declared[1].decode("ascii") if declared else None)
    if "<!ENTITY" in text and "<!DOCTYPE" in text and _DECLARES_ENTITY.search(text):
        raise RefusedError("The XML declares entities of its own, which are not expanded.")
    text = text.lstrip("\ufeff \t\r\n")
    head = _DECLARATION.match(text)
    if head is not None:
        text = text[head.end() :]
    return (_NAMED.sub(_character, text) if "&" in text else text), encoding


def _character(name: re.Match[str]) -> str:
    """What a name of HTML's stands for; XML's own names and unknown ones stay."""
    if name[1] in _OWN_NAMES:
        return name[0]
    character = html5.get(f"{name[1]};")
    return name[0] if character is None or character in _MARKUP else character


def _root_of(text: str) -> Element:
    return etree.fromstring(text.encode("utf-8", "replace"), _PARSER)


def _checked(root: Element, text: str) -> Element:
    if "<!DOCTYPE" in text and next(root.iter(etree.Entity), None) is not None:
        raise RefusedError("The XML uses entities that it does not define.")
    return root


def _sentence(error: etree.XMLSyntaxError) -> str:
    """What libxml2 found wrong, in a sentence."""
    reason = (clean_line(error.msg) or "").split(", line ")[0].rstrip(".")
    if "ocument is empty" in reason or "no element found" in reason:
        return "The XML holds no element."
    if "xcessive depth" in reason or "Excessive" in reason:
        return "The XML nests its elements too deeply."
    if "huge input" in reason or "Huge" in reason or "too long" in reason:
        return "The XML holds a text or a name that is too long."
    if "mplification" in reason or "ntity reference loop" in reason:
        return "The XML expands to many times its size."
    reason = reason[:_REASON_LENGTH]
    return f"The XML is broken in line {error.lineno}: {reason[:1].lower()}{reason[1:]}." if reason else "The XML is broken."


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """The name of a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that local name, in order; none of no element."""
    return iter(()) if element is None else element.iterchildren(_matched(name))


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of local names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(_matched(name)), None)
    return element


@lru_cache(maxsize=256)
def _matched(name: str) -> str:
    """A name in any namespace or in none, as lxml writes it."""
    return "{*}" + name


def by_name(element: Element | None, *names: str) -> dict[str, list[Element]]:
    """The children by local name, or only those of the names: for elements of which many children are asked for.

    A name costs less than a child that is not asked for.
    """
    found: dict[str, list[Element]] = {}
    if element is not None:
        for each in element.iterchildren(*map(_matched, names)):
            name = local_name(each.tag)
            if name in found:
                found[name].append(each)
            else:
                found[name] = [each]
    return found


def line_of(element: Element | None) -> str | None:
    """All text in an element on one line; None where there is none."""
    return None if element is None else _line(all_text(element))


def all_text(element: Element) -> str:
    """All text in an element, as it stands."""
    return (element.text or "") if len(element) == 0 else "".join(cast(Iterator[str], element.itertext()))


def attribute(element: Element | None, *names: str) -> str | None:
    """The first of the attributes that holds something, without blanks around it. Names of attributes have no namespace."""
    if element is not None:
        for name in names:
            value = element.get(name)
            if value and (line := _line(value)):
                return line
    return None


def _line(value: str) -> str | None:
    """`clean_line`, quicker for what XML lets through of ASCII."""
    return (" ".join(value.split()) or None) if value.isascii() else clean_line(value)


def language_of(element: Element | None) -> str | None:
    """The xml:lang of an element."""
    return clean_line(element.get(_LANG)) if element is not None else None

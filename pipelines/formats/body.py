"""Bodies as `Story.text` wants them: NFC, paragraphs parted by a blank line, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from pipelines.trade.lines import whole_paragraphs
from pipelines.trade.words import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INDENTED = re.compile(r"\n[ ]{3,}(?=\S)|\n[ ]*\t\s*(?=\S)")
_TRAILING_BLANKS = re.compile(r"(?<![ \t])[ \t]++\n")
_PHRASING = re.compile(r"</?(?:b|i|em|strong|u|span|sub|sup|small)>|<a href=(?:\"[^\"<>]*\"|'[^'<>]*')(?: target=\"\w+\")?>|</a>")
"""Elements within a paragraph that do not part words."""
_REFERENCES = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#39|#34);")
_SIMPLE = re.compile(r"\s*(?:<p>[^<>]*</p>\s*)+")
_SNIFFED: Final = 200
"""How far into a body its first paragraph begins: characters."""
_CLOSED_AT_ONCE = re.compile(r"<(?:title|script|style|iframe|textarea|noscript)(?:\s[^<>]*)?/>", re.IGNORECASE)
"""Empty elements of XHTML that HTML reads as open ones, with all that follows inside."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_BLANK_LINES = re.compile(r"\n\n\s*")
_ASCII_SEEN: Final = bytes(code for code in range(127) if code >= 32 or code in b"\t\n")
_CLEAN_SIGNS = re.compile(
    rb"(?:\xe2\x80[\x90-\xa7\xb0-\xbe]|\xe2\x82[\xa0-\xbf]|\xc2[\xa0-\xac\xae-\xbf]|[\xc3-\xcb\xd0-\xd1][\x80-\xbf]|\xce[\x88-\xbf]"
    rb"|\xcf[\x80-\xbf]|\xe3\x80[\x80-\xa9]|\xe3\x81[\x80-\xbf]|\xe3\x82[\x80-\x98\x9b-\xbf]|\xe3\x83[\x80-\xbf]"
    rb"|[\xe5-\xe9][\x80-\xbf][\x80-\xbf])*+"
)
"""UTF-8 of signs that can be seen and that NFC never changes, whatever stands beside them: dashes and quotes, currencies, Latin, Cyrillic
and Greek letters without combining marks, kana and most Chinese characters."""

_SKIPPED: Final = words("script style figure figcaption noscript template iframe aside svg button form head")
_BLOCKS: Final = words(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre section article header footer main table tr td th hr body html address"
)
_ENDS_SENTENCE: Final = (".", "!", "?", "”", '"', ")")
_LONG_LINE: Final = 120
"""A line longer than this is a paragraph, not a typesetter's line: characters."""
_PARAGRAPH_END: Final = "\n\n"
_BLOCK_MARK: Final = "\x01"
_LINE_MARK: Final = "\x02"
_CELL_MARK: Final = " | "
_WITHIN_LAYOUT: Final = "p, div, ul, ol, table table, h1, h2, h3, h4, blockquote, pre, figure, script, style"
"""What stands in a table that only sets out a page; one without any of it is a table of rows."""


def clean(text: str) -> str:
    """NFC, line ends to newline, without control characters, invisible characters and unpaired surrogates. Idempotent."""
    if _is_clean(text):
        return text
    text = unicodedata.normalize("NFC", text)
    if _UNSEEN.search(text) is not None or _LINE_ENDS.search(text) is not None:
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
    return text


def _is_clean(text: str) -> bool:
    """Whether `clean` leaves a text as it is, as far as its bytes tell at a glance; most texts of the wires do."""
    try:
        signs = text.encode().translate(None, _ASCII_SEEN)
    except UnicodeEncodeError:
        return False
    return not signs or _CLEAN_SIGNS.fullmatch(signs) is not None


def clean_line(text: str | None) -> str | None:
    """A headline, slug or name on one line; None for an empty one."""
    if not text:
        return None
    if text.isprintable() and text.isascii() and "  " not in text and text[0] != " " != text[-1]:
        return text
    return " ".join(clean(text).split()) or None


def paragraphs(text: str) -> str:
    """A plain body with its paragraphs parted by one blank line.

    A paragraph ends at a blank line or before a line indented by three spaces or a tab (old wires); a single newline
    inside one stays. `text` is clean.
    """
    text = text.strip()
    if "\n" not in text or whole_paragraphs(text) is not None:
        return text
    if " \n" in text or "\t\n" in text:
        text = _TRAILING_BLANKS.sub("\n", text)
    if "\n   " in text or "\t" in text:
        text = _INDENTED.sub(_PARAGRAPH_END, text)
    return _BLANK_LINES.sub(_PARAGRAPH_END, text)


def one_paragraph_a_line(text: str) -> str:
    """Parts the lines of a text without blank lines by blank lines, if each is a paragraph: long, or a whole sentence."""
    text = text.strip()
    lines = text.split("\n")
    if len(lines) < 2 or any(not line.strip() or line.startswith(("   ", "\t")) for line in lines):
        return text
    long = sum(len(line) > _LONG_LINE for line in lines)
    whole = sum(line.rstrip().endswith(_ENDS_SENTENCE) for line in lines)
    return "\n\n".join(lines) if long * 3 >= len(lines) or whole * 3 >= len(lines) * 2 else text


def paragraphs_of_html(html: str) -> str:
    """The running text of an HTML body: one paragraph a block, blanks collapsed, without pictures and scripts."""
    simple = _simple_paragraphs(html)
    return _parsed_paragraphs(html) if simple is None else simple


def _simple_paragraphs(html: str) -> str | None:
    """The same for a body of plain <p> elements, most of what wires send, in a fifth of the time; None for any other."""
    if "<p>" not in html[:_SNIFFED] or not _is_clean(html):
        return None
    plain = _PHRASING.sub("", html)
    if "&" in plain and _REFERENCES.sub("", plain).count("&"):
        return None
    if _SIMPLE.fullmatch(plain) is None:
        return None
    parts = (part.replace("<p>", "", 1) for part in plain.split("</p>"))
    blocks = (" ".join((unescape(part) if "&" in part else part).split()) for part in parts)
    return _PARAGRAPH_END.join(filter(None, blocks))


def _parsed_paragraphs(html: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    if "<" not in html:
        html = _without_margin(html)
    elif "/>" in html:
        html = _CLOSED_AT_ONCE.sub("", html)
    root = LexborHTMLParser(html).body
    return _paragraphs_below(root, marked_up="<" in html) if root is not None else ""


def paragraphs_below(root: LexborNode) -> str:
    """The same for an element of a page."""
    return _paragraphs_below(root, marked_up=True)


def _paragraphs_below(root: LexborNode, *, marked_up: bool) -> str:
    marked = _marked_text(root)
    blocks = [block for block in marked.split(_BLOCK_MARK) if block and not block.isspace()]
    if marked.count(_BLOCK_MARK) == 2 and _LINE_MARK not in marked:
        # No blocks within the body: blank lines part its paragraphs, and without any markup each line break counts, as in a plain one.
        text = clean("".join(blocks))
        if marked_up:
            return _PARAGRAPH_END.join(" ".join(part.split()) for part in _BLANK_LINE.split(text.strip()))
        return paragraphs(text)
    plain = marked.replace(_BLOCK_MARK, "").replace(_LINE_MARK, "")
    if clean(plain) == plain:
        return _PARAGRAPH_END.join(filter(None, map(_join_lines, blocks)))
    return _PARAGRAPH_END.join(filter(None, (_join_lines(_LINE_MARK.join(map(clean, block.split(_LINE_MARK)))) for block in blocks)))


def _without_margin(text: str) -> str:
    """A text that a printer of markup has set in as a whole: that margin parts no paragraphs, unless each line ends a sentence."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line[0].isspace() for line in lines) or all(line.endswith((*_ENDS_SENTENCE, "。")) for line in lines):
        return text
    return dedent(text.lstrip("\n").rstrip())


def _marked_text(root: LexborNode) -> str:
    """The text below `root`, with a mark at either end of a block and at each <br>."""
    pieces: list[str] = []
    waiting: list[LexborNode | None] = [root]
    while waiting:
        node = waiting.pop()
        if node is None:
            pieces.append(_BLOCK_MARK)
        elif node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.tag == "br":
            pieces.append(_LINE_MARK)
        elif node.tag == "table" and (_is_in_figure(node) or not node.css(_WITHIN_LAYOUT)):
            rows = (_CELL_MARK.join(_cells(row)) for row in node.css("tr"))
            pieces.append(f"{_BLOCK_MARK}{_LINE_MARK.join(filter(None, rows))}{_BLOCK_MARK}")
        elif node.tag is not None and (node.tag not in _SKIPPED or (node.tag == "figure" and node.css_first("table") is not None)):
            if node.tag in _BLOCKS:
                pieces.append(_BLOCK_MARK)
                waiting.append(None)
            waiting.extend(reversed(list(node.iter(include_text=True))))
    return "".join(pieces)


def _is_in_figure(table: LexborNode) -> bool:
    """Editors that write HTML put each table of rows into a figure, also one with paragraphs in its cells."""
    return table.parent is not None and table.parent.tag == "figure"


def _cells(row: LexborNode) -> Iterator[str]:
    """The texts of a row of a table, without the empty ones."""
    texts = (cell.text(deep=True, separator=" " if cell.css_first("p, br") is not None else "") for cell in row.css("td, th"))
    return filter(None, (" ".join(text.split()) for text in texts))


def _join_lines(block: str) -> str:
    """Blanks collapsed; one <br> is a newline, two in a row part paragraphs. `block` is clean but for its marks."""
    if _LINE_MARK not in block:
        return " ".join(block.split())
    lines = [" ".join(line.split()) for line in block.split(_LINE_MARK)]
    return re.sub(r"\n{2,}", _PARAGRAPH_END, "\n".join(lines)).strip()

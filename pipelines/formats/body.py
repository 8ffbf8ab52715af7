"""Bodies as `Story.text` wants them: NFC, paragraphs parted by a blank line, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from pipelines.trade.words import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INDENTED = re.compile(r"\n[ ]{3,}(?=\S)|\n[ ]*\t\s*(?=\S)")
_TRAILING_BLANKS = re.compile(r"(?<![ \t])[ \t]++\n")
_BLANK_LINES = re.compile(r"\n\n\s*")
_ASCII_UNSEEN: Final = bytes(code for code in range(128) if (code < 32 and code not in (9, 10)) or code == 127)

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


def clean(text: str) -> str:
    """NFC, line ends to newline, without control characters, invisible characters and unpaired surrogates. Idempotent."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    elif not ("\r" in text or "\v" in text or "\f" in text):
        return text.encode().translate(None, _ASCII_UNSEEN).decode()
    if _holds_unseen(text):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
    return text


def _holds_unseen(text: str) -> bool:
    """Whether anything that `clean` takes out may be in the text; False costs a few microseconds only."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    if len(data.translate(None, _ASCII_UNSEEN)) != len(data):
        return True
    # In UTF-8, one of these stands in every text that is not ASCII and that `_UNSEEN` finds something in.
    return len(data) != len(text) and (
        b"\xc2" in data
        or b"\xe2\x80\x8b" in data
        or b"\xe2\x80\xa8" in data
        or b"\xe2\x80\xa9" in data
        or b"\xe2\x81\xa0" in data
        or b"\xef\xbb\xbf" in data
        or b"\xef\xbf" in data
    )


def clean_line(text: str | None) -> str | None:
    """A headline, slug or name on one line; None for an empty one."""
    return (" ".join(clean(text).split()) or None) if text else None


def paragraphs(text: str) -> str:
    """A plain body with its paragraphs parted by one blank line.

    A paragraph ends at a blank line or before a line indented by three spaces or a tab (old wires); a single newline
    inside one stays. `text` is clean.
    """
    text = text.strip()
    if "\n" not in text:
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
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    marked = _marked_text(root)
    blocks = [block for block in marked.split(_BLOCK_MARK) if block and not block.isspace()]
    if marked.count(_BLOCK_MARK) == 2 and _LINE_MARK not in marked:
        return paragraphs(clean("".join(blocks)))  # no markup within the body: the line breaks count, as in a plain one
    plain = marked.replace(_BLOCK_MARK, "").replace(_LINE_MARK, "")
    if clean(plain) == plain:
        return _PARAGRAPH_END.join(filter(None, map(_join_lines, blocks)))
    return _PARAGRAPH_END.join(filter(None, (_join_lines(_LINE_MARK.join(map(clean, block.split(_LINE_MARK)))) for block in blocks)))


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
        elif node.tag is not None and node.tag not in _SKIPPED:
            if node.tag in _BLOCKS:
                pieces.append(_BLOCK_MARK)
                waiting.append(None)
            waiting.extend(reversed(list(node.iter(include_text=True))))
    return "".join(pieces)


def _join_lines(block: str) -> str:
    """Blanks collapsed; one <br> is a newline, two in a row part paragraphs. `block` is clean but for its marks."""
    if _LINE_MARK not in block:
        return " ".join(block.split())
    lines = [" ".join(line.split()) for line in block.split(_LINE_MARK)]
    return re.sub(r"\n{2,}", _PARAGRAPH_END, "\n".join(lines)).strip()

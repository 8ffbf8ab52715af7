"""An extracted body against its page: paragraphs that the extractor passed over come back, ways to other pages and captions go."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pipelines.formats.body import clean_line
from pipelines.formats.page_head import letters
from pipelines.trade.furniture import stands_beside

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ALIKE: Final = 3
"""So many paragraphs of the body must be set like one that was passed over."""
_FEWEST_LETTERS: Final = 30
_MOST_LINKED: Final = 0.95
"""Share of a paragraph's letters in links; above it, it points to another page."""
_LEVELS: Final = 3
"""Elements, from a paragraph upwards, whose names and classes tell how it is set."""
_BULLETS: Final = ("- ", "• ", "* ", "– ")
_BULLET_ITEM: Final = 300
_HEADING: Final = 100
"""A longer paragraph opens no list of ways to other pages: characters."""
_WHAT_TO_KNOW = re.compile(r"what to know\b", re.IGNORECASE)
"""A heading of AP's: above a list of links it is none of the story, above paragraphs it is."""

Setting = tuple[tuple[str | None, str | None], ...]


def with_passed_over(tree: LexborHTMLParser, text: str) -> str:
    """The body with those <p> of the page back in it that stand among its paragraphs and are set like them.

    Extractors take a short paragraph that is mostly a link for a way to another page.
    """
    lines = text.split("\n\n")
    at = {letters(line): number for number, line in reversed(list(enumerate(lines)))}
    nodes = [(node, letters(node.text())) for node in tree.css("p")]
    known = [number for number, (_, own) in enumerate(nodes) if own and own in at]
    if len(known) < _ALIKE:
        return text
    set_alike = Counter(_setting(nodes[number][0]) for number in known)
    whole = letters(text)
    behind, after = 0, dict[int, list[str]]()
    for number in range(known[0], known[-1]):
        node, own = nodes[number]
        if own in at:
            behind = at[own]
        elif len(own) >= _FEWEST_LETTERS and own not in whole and set_alike[_setting(node)] >= _ALIKE and not _is_linked(node, own):
            after.setdefault(behind, []).append(clean_line(node.text()) or "")
    return "\n\n".join(part for number, line in enumerate(lines) for part in (line, *after.get(number, ()))) if after else text


def _setting(node: LexborNode) -> Setting:
    """How a paragraph is set: names and classes of it and of the elements around it."""
    around: list[tuple[str | None, str | None]] = []
    each: LexborNode | None = node
    while each is not None and len(around) < _LEVELS:
        around.append((each.tag, each.attributes.get("class")))
        each = each.parent
    return tuple(around)


def _is_linked(node: LexborNode, own: str) -> bool:
    return sum(len(letters(link.text())) for link in node.css("a")) > _MOST_LINKED * len(own)


def without_promos(text: str) -> str:
    """The body without paragraphs that are captions or ways to other pages, and the lists below such; a page of them keeps them."""
    lines = text.split("\n\n")
    kept: list[str] = []
    in_list = False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if in_list and line.startswith(_BULLETS) and len(line) <= _BULLET_ITEM:
            continue
        beside = stands_beside(line) and (below.startswith(_BULLETS) or not _WHAT_TO_KNOW.match(line))
        in_list = beside and len(line) <= _HEADING
        if not beside:
            kept.append(line)
    return "\n\n".join(kept) or text

"""The body that a page states in its JSON-LD, in the page's own paragraphs: ten times as fast as looking for the body, and exact.

An articleBody has its paragraphs run together as a rule. Those blocks of the page that stand in it, one behind the other, are its
paragraphs; where they do not make up all of it, the page shows something else, and the body is to be looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipelines.formats.body import paragraphs_below, paragraphs_of_html
from pipelines.formats.page_head import letters

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

LONG_BODY: Final = 1000
"""A shorter articleBody may be an abstract, or what is shown before a pay wall: characters."""
_COVERED: Final = 0.98
"""Share of the letters of an articleBody that the blocks must make up."""
_NEAR: Final = 60
"""A short block counts only if it follows the one before it within so many letters."""
_SHORT: Final = 40
"""A shorter block may stand in the body by chance: letters."""
_CUT: Final = ("…", "...", "[…]", "[...]")


def stated_paragraphs(tree: LexborHTMLParser, article: dict[str, Any]) -> str:
    """The body, its paragraphs parted by a blank line; "" where the page does not state it or shows another one."""
    value = article.get("articleBody")
    if not isinstance(value, str) or len(value) < LONG_BODY or value.rstrip().endswith(_CUT) or tree.body is None:
        return ""
    body = letters(paragraphs_of_html(value) if "</p" in value else value)
    blocks, at, covered = [], 0, 0
    for block in paragraphs_below(tree.body).split("\n\n"):
        own = letters(block)
        found = body.find(own, at) if own else -1
        if found < 0 or (len(own) < _SHORT and found - at > _NEAR):
            continue
        blocks.append(block)
        at, covered = found + len(own), covered + len(own)
    return "\n\n".join(blocks) if covered >= _COVERED * len(body) else ""

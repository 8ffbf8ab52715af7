"""What is not told rightly yet, by name: what stands here must be wrong, and everything else right. Gold is never bent to what is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VERSION: Final = "only the corrected or updated words tell which version it was made from"
TWO_HANDS: Final = "it took from a retelling, and its words are nearer to the wire"
NEWER_FIGURE: Final = "it has the corrected figure, which the copy that it is hung on has not"
UNIT: Final = "only the unit is wrong, and the figure is written in another way"
SHARE: Final = "a third of it is the wire's, word for word, and the rest its own"
REWORDED: Final = "paragraphs are cut and sentences reworded"

KNOWN: Final[Mapping[tuple[str, str, str], str]] = {
    ("correction-as-own-item", "parents", "https://zambezi-sun-online.example/n/712 1"): VERSION,
    ("credits", "directions", "https://the-ferret.example/odd/115 1"): NEWER_FIGURE,
    ("credits", "parents", "https://the-ferret.example/odd/115 1"): NEWER_FIGURE,
    ("embargo", "parents", "https://heron-and-hedge.example/blog/what-lives-in-your-pond 1"): VERSION,
    ("embargo", "relations", "https://severn-morning-post.example/2026/07/14/pond-census 1"): REWORDED,
    (
        "families-billion",
        "alerts",
        "correction of urn:newsml:reuters.com:20260902:nL4N3H8007: https://plastics-and-play.example/bricks",
    ): UNIT,
    ("families-kill-derivative", "relations", "https://oil-and-vinegar.example/feature/wrong-pipes 1"): SHARE,
    ("families-kill-second-hand", "parents", "https://the-slow-week.example/2026/09/24 1"): TWO_HANDS,
    ("families-omitted-denial", "parents", "https://thrace-today.example/n/67 1"): VERSION,
    ("relay", "parents", "https://sternwarte-weekly.example/en/stolen-stone 1"): VERSION,
    ("rewrite-of-a-rewrite", "parents", "https://cocoa-week.example/digest/0803 1"): VERSION,
    ("rewrite-of-a-rewrite", "parents", "https://slow-listening.example/post/cafe-pianos 1"): TWO_HANDS,
}
"""(scenario, what, who) -> why."""
KNOWN_EVENTS: Final[Mapping[str, str]] = {}
"""Events that a step does not bring yet -> why."""

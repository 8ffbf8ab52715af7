"""What a family goes back to, and how sure that is. Says "unknown" when it is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.families.head import Head
from schemas import Origin


def find_origin(root: Head, firsts: Sequence[Head]) -> Origin:
    """The origin of a family, from its root and the first versions of all its stories.

    An agency's own copy is the origin when others name that agency. Where members credit an agency whose own copy was never
    received, the origin is that agency's and not in the store. A family without any credit has an unknown origin.
    """
    others = [h for h in firsts if h.story_id != root.story_id]
    if root.agency is not None:
        if not others:
            return Origin(uid=root.uid, provider=root.source, in_store=True, confidence="likely", why=f"It is {root.agency}'s own copy.")
        crediting = [h for h in others if root.agency in h.credits]
        if crediting:
            why = f"It is {root.agency}'s own copy, and {_count(len(crediting), len(others))} others credit {root.agency}."
            return Origin(uid=root.uid, provider=root.source, in_store=True, confidence="sure", why=why)
        why = f"It is {root.agency}'s own copy and the earliest of an agency, but none of the others credits {root.agency}."
        return Origin(uid=root.uid, provider=root.source, in_store=True, confidence="likely", why=why)
    named = Counter(code for h in firsts for code in h.credits)
    if named:
        agency, times = min(named.items(), key=lambda item: (-item[1], item[0]))
        sure = "likely" if times >= 2 or len(firsts) == 1 else "unknown"
        why = f"{_count(times, len(firsts))} stories name {agency}, whose own copy was not received."
        return Origin(uid=None, provider=agency, in_store=False, confidence=sure, why=why)
    if not others:
        return Origin(
            uid=root.uid,
            provider=root.source,
            in_store=True,
            confidence="unknown",
            why="It is the only story, and names no agency.",
        )
    return Origin(uid=None, provider=None, in_store=False, confidence="unknown", why="None of the stories names an agency.")


def _count(some: int, of: int) -> str:
    return f"{some} of {of}"

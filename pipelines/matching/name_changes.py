"""What became of a text's names in another: kept, spelt otherwise, changed, dropped; and which are new.

As with numbers, a *changed* name is only said where two stand in the same place of sentences that tell the same; a name spelt otherwise is
one that no reader takes for another: near in letters or in sound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines.matching.context import same_place
from pipelines.matching.lexicon import RARE
from pipelines.matching.names import DAYS, Name, Named, acronym, apart_by, one_word, spelt_alike
from pipelines.matching.retold import Retold
from pipelines.matching.sounds import sound_key
from pipelines.matching.wording import Wording
from schemas.changes import NameChange, NameKind

_SAME_PLACES: Final = (
    frozenset(("us", "usa", "america", "american", "americans", "united", "states", "washington")),
    frozenset(("uk", "britain", "british", "britons", "united", "kingdom", "london")),
    frozenset(("un", "united", "nations")),
    frozenset(("eu", "european", "union", "brussels")),
)
"""What stands for one another in the news."""


def name_changes(parent: Wording, member: Wording, told: Retold) -> tuple[NameChange, ...]:
    """What became of the parent's names, each once, in the order of the member; then those that it dropped. `told`: of the member's
    sentences."""
    if parent.text is None or member.text is None:
        return ()
    was, now = Named(parent, member), Named(member, parent)
    out = []
    seen: set[object] = set()
    gone = {word for word in was.named if not now.has(word)}
    replaced: set[str] = set()
    for name in now.names:
        found = _found(was, now, name, gone, told)
        if found is None or found.key in seen:
            continue
        seen.add(found.key)
        if found.kind in ("spelling", "changed") and found.was is not None:
            replaced |= found.was.telling
        out.append(_change(parent, member, found.was, name, found.kind))
    for name in was.names:
        lost = all(word in gone for word in name.telling) and name.telling.isdisjoint(replaced)
        if lost and not name.telling <= DAYS and name.words not in seen and name.joined not in now.joined and not acronym(name, now.names):
            seen.add(name.words)
            out.append(_change(parent, member, name, None, "dropped"))
    return tuple(out)


@dataclass(frozen=True)
class _Found:
    """What a name of the member is to the parent, and what is told once only, however often it is there."""

    was: Name | None
    kind: NameKind
    key: object


def _found(was: Named, now: Named, name: Name, gone: set[str], told: Retold) -> _Found | None:
    fresh = [word for word in name.words if word in name.telling and not was.has(word)]
    sentence = int(now.text.tokens.sentence[name.tokens.start])
    where = set(told.where[sentence]) if told.told[sentence] else set()
    near = [other for other in was.names if int(was.text.tokens.sentence[other.tokens.start]) in where]
    for word in fresh:
        for other in (*near, *was.names):
            for own in sorted(other.telling):
                if _misspelt(was, own, now, word, gone, bool(other.telling & name.telling)):
                    return _Found(other, "spelling", (word, own))
    if fresh:
        for other in near:
            # Of the same first name or surname, and neither text has the rest of the other's.
            lost = sorted(other.telling - name.telling)
            if not lost or len(lost) == len(other.telling) or not _alike_rows(other, name):
                continue
            if all(word in gone for word in lost) or same_place(was.text, other.tokens, now.text, name.tokens):
                return _Found(other, "changed", (tuple(fresh), tuple(lost)))
    for other in near:
        if not other.telling & name.telling and _stands_for(was, other, now, name, bool(fresh) and other.telling <= gone):
            return _Found(other, "changed", (name.words, other.words, sentence))
    if not fresh:
        same = next((other for other in was.names if other.telling & name.telling), None)
        return None if same is None else _Found(same, "kept", name.words)
    if len(fresh) < len(name.telling) or name.telling <= DAYS or name.joined in was.joined or acronym(name, was.names):
        return None
    return _Found(None, "new", name.words)


def _misspelt(was: Named, own: str, now: Named, word: str, gone: set[str], beside: bool) -> bool:
    """Whether a word that the parent does not have is one of its names, spelt otherwise. A common word is a word of its own, unless it
    stands beside the rest of the name; a name that the member also spells as the parent does must be long to be sure."""
    if {own, word} & DAYS or not (own in gone or min(len(word), len(own)) >= 6):
        return False
    if beside and own in gone:
        apart, sounds = apart_by(word, own), (sound_key(word), sound_key(own))
        if apart == 1 or (apart <= min(len(word), len(own)) // 2 and len(sounds[0]) >= 2 and sounds[0] == sounds[1]):
            return True
    return (not was.is_common(own) and not now.is_common(word)) and spelt_alike(word, own)


def _alike_rows(one: Name, other: Name) -> bool:
    """Whether two names are built alike: as many words, or nearly."""
    return abs(len(one.words) - len(other.words)) <= 1 and len(one.words) >= 2 and len(other.words) >= 2


def _stands_for(was: Named, one: Name, now: Named, other: Name, alone: bool) -> bool:
    """Whether two names without a word in common stand among the same words. `alone`: neither text has the other's name."""
    if any(one.telling & group and other.telling & group for group in _SAME_PLACES):
        return False
    if any(one_word(a, b, False, True) for a in one.telling for b in other.telling) or acronym(one, [other]) or acronym(other, [one]):
        return False
    return same_place(was.text, one.tokens, now.text, other.tokens, strictly=not alone) and _rare(was, one) and _rare(now, other)


def _rare(text: Named, name: Name) -> bool:
    weights = text.text.tokens.weight[name.tokens]
    return bool(len(weights)) and int(weights.max()) >= RARE


def _change(parent: Wording, member: Wording, was: Name | None, now: Name | None, kind: NameKind) -> NameChange:
    shown = kind in ("spelling", "changed")
    was_at = None if was is None else parent.span(was.tokens)
    is_at = None if now is None else member.span(now.tokens)
    return NameChange(
        kind=kind,
        was=None if was_at is None else _bare(parent.said(was_at)),
        is_=None if is_at is None else _bare(member.said(is_at)),
        was_at=was_at,
        is_at=is_at,
        was_in=parent.sentence_at(was.tokens.start) if shown and was is not None else None,
        is_in=member.sentence_at(now.tokens.start) if shown and now is not None else None,
    )


def _bare(said: str | None) -> str | None:
    """A name without its possessive ending."""
    return None if said is None else re.sub("['’]s$", "", said)

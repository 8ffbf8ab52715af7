"""An id from any time -> the story that it means, and the family that holds that story today.

A family is called after its earliest story, so that its id changes when an earlier one comes. Every id that a family ever had is the hash
of the id of a story that is kept: it is found by hashing those. So what an id leads to is a function of the set of stories, and needs no
history. A kill can take the place of the only version that there was: then there is no story left to lead to, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from pipelines.families.head import Head
from pipelines.families.ids import named_after
from pipelines.families.lifecycle import chains
from pipelines.storage.current import Current
from schemas import Family

Kind = Literal["family", "story", "version", "uri"]
_ID: Final = re.compile(r"[fsu][0-9a-f]{0,24}")
_SHOWN: Final = 3
"""Stories of one uri that a message names."""


class Unresolved(LookupError):
    """Nothing, or more than one thing, is called so; the message is for a user."""


@dataclass(frozen=True)
class Resolved:
    """What an id means. `id` is whole, also where only its beginning was given."""

    id: str
    kind: Kind
    head: Head
    """The version of that uid, else the first one of the story."""
    family: Family


def resolve(current: Current, name: str) -> Resolved:
    """A uri, a uid, story_id or family id, or the beginning of one -> what it means. Raises `Unresolved` where that is nothing, or not one.

    A beginning that several family ids have means the one that is a family today.
    """
    held = chains(current.heads.values()).items()
    firsts = {story: next((head for head in chain if not head.notice), chain[0]) for story, chain in held}

    def found(whole: str, kind: Kind, head: Head) -> Resolved:
        if firsts[head.story_id].notice:
            raise Unresolved(f"of {name} there is a notice and no story: it has no family")
        return Resolved(whole, kind, firsts[head.story_id] if head.notice else head, current.family_of[head.story_id])

    if name in current.by_uri:
        return found(name, "uri", firsts[_story_of_uri(current, name)])
    if _ID.fullmatch(name) and name[0] == "f":
        names = {named_after(story): head for story, head in firsts.items()}
        whole = _one(name, names, {family.family_id for family in current.families})
        return found(whole, "family", names[whole])
    if _ID.fullmatch(name) and name[0] == "s":
        whole = _one(name, firsts)
        return found(whole, "story", firsts[whole])
    if _ID.fullmatch(name):
        version = current.heads[_one(name, current.heads)]
        return found(version.uid, "version", version)
    raise _unknown(name)


def _story_of_uri(current: Current, uri: str) -> str:
    stories = sorted({head.story_id for head in current.by_uri[uri]})
    if len(stories) > 1:
        raise Unresolved(f"{len(stories)} stories have the uri {uri}: give a story_id, such as {', '.join(stories[:_SHOWN])}")
    return stories[0]


def _one(beginning: str, ids: Collection[str], rather: Collection[str] = ()) -> str:
    """The one id that begins so; of several the one of `rather`, if there is one."""
    found = [whole for whole in ids if whole.startswith(beginning)]
    if len(found) > 1:
        found = [whole for whole in found if whole in rather] or found
    if not found:
        raise _unknown(beginning)
    if len(found) > 1:
        raise Unresolved(f"{len(found)} ids begin with {beginning}: give more of the id")
    return found[0]


def _unknown(name: str) -> Unresolved:
    return Unresolved(f"{name} is not in the store: give a uri, uid, story_id or family_id, as wirekin members prints it")

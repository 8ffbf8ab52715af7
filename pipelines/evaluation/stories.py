"""The stories of a store by number: what an evaluation needs of each, and the names by which gold may call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import orjson

from pipelines.evaluation.gold import noted
from pipelines.evaluation.truth import Numbers
from pipelines.families.head import Head
from pipelines.families.lifecycle import chains
from pipelines.storage.current import Current

_PARTS = re.compile(r"[:/]")


@dataclass(frozen=True)
class Stories:
    """n stories, ordered by (uri, story_id); story i has the i-th entry of everything here."""

    versions: tuple[tuple[Head, ...], ...]
    """In the order of versions; never empty."""
    found: Numbers
    """The number of its family in the store."""
    language: tuple[str, ...]
    """The language that its first version names, without a region: `pt` for pt-BR; `und` where it names none."""

    def __len__(self) -> int:
        return len(self.versions)

    def uri(self, story: int) -> str:
        """The uri of a story's first version."""
        return self.versions[story][0].uri

    def headline(self, story: int) -> str | None:
        """The headline of a story's first version."""
        return self.versions[story][0].headline


def stories_of(current: Current) -> Stories:
    """The stories of a store, without notices."""
    held = chains(head for head in current.heads.values() if not head.notice)
    order = sorted(held, key=lambda story: (held[story][0].uri, story))
    families = {family.family_id: at for at, family in enumerate(current.families)}
    found = np.array([families[current.family_of[story].family_id] for story in order], np.int64)
    spoken = {told["uid"]: told["language"] for told in map(orjson.loads, current.stories())}
    languages = ((spoken[held[story][0].uid] or "und").partition("-")[0].lower() for story in order)
    return Stories(tuple(tuple(held[story]) for story in order), found, tuple(languages))


def numbers_of(names: Iterable[str], stories: Stories) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Names of the gold -> numbers of stories, without those that the store does not have; and what there is to say of them.

    A name is a uri of the store, or the end of exactly one, behind a colon or a slash.
    """
    whole: dict[str, set[int]] = {}
    for story, versions in enumerate(stories.versions):
        for uri in {head.uri for head in versions}:
            whole.setdefault(uri, set()).add(story)
    wanted = sorted(set(names), key=lambda name: (name not in whole, name))
    ends = _ends(whole, {name for name in wanted if name not in whole})
    found: dict[str, int] = {}
    missing, several, by_end, again = [], [], [], []
    taken: dict[int, str] = {}
    for name in wanted:
        called = sorted(whole.get(name) or ends.get(name) or set())
        if not called or (name not in whole and len(called) > 1):
            missing.append(name)
            continue
        if len(called) > 1:
            several.append(name)
        if name not in whole:
            by_end.append(name)
        if taken.setdefault(called[0], name) != name:
            again.append(name)
            continue
        found[name] = called[0]
    notes = [
        *noted(missing, "stories of the gold that are not in the store"),
        *noted(by_end, "stories that the gold calls by the end of their uri"),
        *noted(several, "uris that stand for several stories each, of which the first is taken"),
        *noted(again, "names of the gold that are left out, since another one stands for the same story"),
    ]
    return found, tuple(notes)


def _ends(uris: Mapping[str, set[int]], wanted: set[str]) -> dict[str, set[int]]:
    """Of the wanted names, the stories whose uri ends so."""
    out: dict[str, set[int]] = {}
    if wanted:
        for uri, stories in uris.items():
            for part in _PARTS.finditer(uri):
                end = uri[part.end() :]
                if end in wanted:
                    out.setdefault(end, set()).update(stories)
    return out

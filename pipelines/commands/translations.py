"""`wirekin translations --store S`: experimental; pairs of stories in two languages that may be translations of one text, as NDJSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.commands.usage import add_store, current_at, print_rows, row, say_wordless
from pipelines.families.head import Head
from pipelines.matching.anchors import Anchors, anchors_of
from pipelines.matching.crosslingual import THRESHOLD, candidates, side_by_side
from pipelines.matching.fingerprint import microseconds
from pipelines.matching.translation import UNKNOWN, Item, reasons, said, translation_is_first
from pipelines.storage.current import Current
from schemas import Story

DESCRIPTION = (
    "Experimental. Proposes pairs of stories in two languages, published within three days, that may be translations of one text: the "
    "same names and numbers in the same order. Nothing is translated, and families stay as they are."
)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `translations`."""
    parser = commands.add_parser(
        "translations", help="experimental: stories in two languages that may be translations of one text", description=DESCRIPTION
    )
    add_store(parser)
    parser.add_argument("--all", action="store_true", help="every pair; without it, of each translation only its likeliest source")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    say_wordless(current)
    found = proposals(current)
    print_rows(proposal.line() for proposal in (found if arguments.all else likeliest(found)))
    return 0


@dataclass(frozen=True)
class Proposal:
    """`origin` may have been translated into `target`; both as the record has them."""

    target: Head
    origin: Head
    languages: tuple[str, str]
    """Of target and origin."""
    linked: bool
    probability: float
    why: tuple[str, ...]

    def line(self) -> bytes:
        """As it is printed."""
        return row(
            {
                "from_uid": self.target.uid,
                "from_uri": self.target.uri,
                "from_language": self.languages[0],
                "to_uid": self.origin.uid,
                "to_uri": self.origin.uri,
                "to_language": self.languages[1],
                "relation": "translation",
                "basis": "inferred",
                "probability": round(self.probability, 4),
                "reasons": list(self.why),
                "experimental": True,
            }
        )

    @property
    def sure(self) -> bool:
        """Whether something says which was made from the other."""
        return UNKNOWN not in self.why

    @property
    def preference(self) -> tuple[object, ...]:
        """Order of the sources of one translation, the best first: linked, agencies' own copies, likely ones, early ones."""
        return (
            not self.linked,
            self.origin.agency is None,
            -round(self.probability, 4),
            self.origin.published or "~",
            self.origin.uri,
            self.origin.uid,
            self.target.uid,
        )


def proposals(current: Current) -> list[Proposal]:
    """All pairs over the threshold, the best of the versions of two stories, by (from, to)."""
    stories = [story for story in map(Story.from_stored, current.stories()) if story.kind == "story"]
    heads = [current.heads[story.uid] for story in stories]
    texts = [(microseconds(story.published), anchors_of(story.comparison_text(), story.language)) for story in stories]
    items = [_item(head, current) for head in heads]
    best: dict[tuple[str, str], Proposal] = {}
    for i, j in sorted({*candidates(texts), *_linked(items, texts)}):
        found = _proposal((heads[i], items[i], texts[i][1]), (heads[j], items[j], texts[j][1]))
        if found is not None:
            pair = min(heads[i].story_id, heads[j].story_id), max(heads[i].story_id, heads[j].story_id)
            if pair not in best or found.preference < best[pair].preference:
                best[pair] = found
    return sorted(best.values(), key=lambda found: (found.target.uri, found.target.uid, found.origin.uri, found.origin.uid))


def likeliest(found: list[Proposal]) -> list[Proposal]:
    """Of each story that may be a translation, its likeliest source only.

    Where it is not known which came first, nothing is taken for translated back into the language that its source came from."""
    came_from = {(proposal.target.story_id, proposal.languages[1]) for proposal in found if proposal.sure}
    best: dict[str, Proposal] = {}
    for proposal in found:
        story = proposal.target.story_id
        if not proposal.sure and (proposal.origin.story_id, proposal.languages[0]) in came_from:
            continue
        if story not in best or proposal.preference < best[story].preference:
            best[story] = proposal
    return list(best.values())


def _item(head: Head, current: Current) -> Item:
    translates = frozenset(target for relation, target in head.links if relation == "translationOf")
    family = current.family_of.get(head.story_id)
    root = family and next(member.story_id for member in family.members if member.uid == family.root_uid)
    return Item(head.uri, head.side, translates, is_copy=root is not None and root != head.story_id)


def _linked(items: list[Item], texts: list[tuple[int, Anchors]]) -> Iterator[tuple[int, int]]:
    """Pairs that a link names or that share a uri, in two languages, however far apart in time."""
    places: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        places.setdefault(item.uri, []).append(i)
    for i, item in enumerate(items):
        for uri in {item.uri, *item.translates}:
            for j in places.get(uri, ()):
                if texts[i][1].language != texts[j][1].language:
                    yield min(i, j), max(i, j)


def _proposal(one: tuple[Head, Item, Anchors], other: tuple[Head, Item, Anchors]) -> Proposal | None:
    link = said(one[1], other[1])
    shared = side_by_side(one[2], other[2], link)
    if shared.score < THRESHOLD:
        return None
    first, why = translation_is_first(one[1], other[1])
    target, origin = (one, other) if first else (other, one)
    return Proposal(
        target=target[0],
        origin=origin[0],
        languages=(target[2].language, origin[2].language),
        linked=link.link,
        probability=shared.score,
        why=(*reasons(shared, one[2], other[2]), *why),
    )

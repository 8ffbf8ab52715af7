"""`wirekin changes [FAMILY...]`: what each member changed against its parent, as NDJSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipelines.commands.usage import add_store, current_at, print_rows, resolved
from pipelines.evaluation.verdict import Shelf, scored_texts
from pipelines.matching.changes import Difference, difference
from pipelines.matching.languages import language_of
from pipelines.matching.wording import Wording
from pipelines.storage.current import Current
from schemas import Changes, Family, Membership, Story


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `changes`."""
    parser = commands.add_parser("changes", help="what each member cut, added and changed: quotes, numbers, names")
    parser.add_argument("families", nargs="*", metavar="FAMILY", help="any id that wirekin resolve takes; none lists all families")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    current = current_at(arguments.store)
    named = {resolved(current, name).family.family_id for name in arguments.families}
    print_rows(changes(current, [family for family in current.families if not named or family.family_id in named]))
    return 0


def changes(current: Current, families: Iterable[Family]) -> Iterator[bytes]:
    """One line a member that has a parent, by family, in the order of its members."""
    reading = Reading(current)
    for family in families:
        for change in reading.of_family(family):
            yield change.json_bytes()


@dataclass
class Reading:
    """The texts of families, with their words where the store keeps them."""

    current: Current
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.current)

    def of_family(self, family: Family, stories: dict[str, Story] | None = None) -> list[Changes]:
        """What each of its members changed, in their order. `stories`: the family's, by uid, where they are at hand."""
        if len(family.members) < 2:
            return []
        found = self.current.some_stories({member.uid for member in family.members}) if stories is None else stories
        texts = {member.uid: self._wording(member, found[member.uid]) for member in family.members}
        uris = {member.uid: member.uri for member in family.members}
        return [self._change(family, member, texts, uris) for member in family.members if member.parent_uid is not None]

    def _wording(self, member: Membership, story: Story) -> Wording | None:
        """None where there is neither a word nor a print of a text."""
        if story.removed is None:
            return Wording.of(story.comparison_text(), story.language)
        head = self.current.heads[member.uid]
        return Wording(self.shelf.tokens(head), language_of(story.language, "")) if head.digest else None

    def _change(self, family: Family, member: Membership, texts: dict[str, Wording | None], uris: dict[str, str]) -> Changes:
        parent_uid = member.parent_uid or ""
        parent, own = texts[parent_uid], texts[member.uid]
        found = Difference() if parent is None or own is None else difference(parent, own)
        covers = None if parent is None or own is None or member.coverage is None else self._covers(parent, own)
        return Changes(
            family_id=family.family_id,
            uid=member.uid,
            uri=member.uri,
            parent_uid=parent_uid,
            parent_uri=uris[parent_uid],
            relation=member.relation,
            coverage_of_parent=member.coverage,
            coverage_of_member=covers,
            cut=found.cut,
            added=found.added,
            moved=found.moved,
            quotes=found.quotes,
            numbers=found.numbers,
            names=found.names,
        )

    def _covers(self, parent: Wording, own: Wording) -> float:
        """Share of the member's content that is found in the parent."""
        if parent.tokens.token.tolist() == own.tokens.token.tolist():
            return 1.0
        features, _, own_is_short = scored_texts(own.tokens, parent.tokens, self.current.rules.scorer)
        return round(features["cover_short" if own_is_short else "cover_long"], 4)

"""Invented families and what is exported of them, made in memory by the real scorer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.export.dossier import Dossier, Maker, dossier_of
from pipelines.families.asserted import names_of
from pipelines.families.head import Head, record_digest
from schemas import Family, Link, Membership, Origin, Story
from tests.families.builders import WEEK, Shelf, told, when

MAKER = Maker("9.9.9", "invented/0123456789abcdef", "5e77ab1e0000000000000001")
GATE = (
    "The lock gate at Varnhem jammed half open on Tuesday with eleven barges waiting below it. Keeper Signe Aldmark found a snapped "
    "chain at first light and closed the canal in both directions. “I heard it go in the night and thought it was ice,” she said. "
    "Some 2,400 tonnes of malt for the brewery at Tidaholm are on the barges. Divers will lift the gate on Friday if the wind drops, the "
    "canal board said. The gate was last replaced in 1958, and a new one was promised three years ago."
)
GATE_MENDED = GATE.replace("eleven barges", "seven barges").replace("2,400 tonnes", "1,400 tonnes")
GATE_TOLD_AGAIN = (
    "Eleven barges are stuck on the canal at Varnhem after a lock gate jammed half open on Tuesday. Keeper Signe Aldmark found a snapped "
    "chain in the morning and closed the canal. “I heard it go in the night and thought it was ice,” she said. The barges carry 2,400 "
    "tonnes of malt for the brewery at Tidaholm. Divers will try to lift the gate on Friday, AP reported."
)
SCHLEUSE = (
    "Das Schleusentor von Varnhem hat sich am Dienstag halb offen verklemmt, elf Lastkähne warten unterhalb. Wärterin Signe Aldmark fand "
    "am Morgen eine gerissene Kette und sperrte den Kanal in beide Richtungen. Auf den Kähnen liegen 2.400 Tonnen Malz für die Brauerei "
    "in Tidaholm. Taucher sollen das Tor am Freitag heben, teilte die Kanalverwaltung mit."
)


def version(story: str, number: str, text: str, **more: Any) -> Story:
    """A version of an item of AP's, if not told otherwise, with an id of its own for all the world."""
    fields: dict[str, Any] = {"source": "AP", "at": when(9), "uri": f"urn:test:{story}", "headline": text.split(".")[0][:60]}
    fields |= {"text_digest": f"t{story}{number}", "version": number}
    return told(story, text, **(fields | more))


def kill(story: str, number: str = "2", hour: int = 12) -> Story:
    """A notice that kills an item."""
    return version(
        story, number, "Kill the story.", kind="notice", edit_kind="kill", status="canceled", at=when(hour), uid=f"u{story}-kill{number}",
        headline="KILL",
    )  # fmt: skip


def outlet(story: str, text: str, **more: Any) -> Story:
    """A version that a newspaper prints, credited to AP."""
    fields: dict[str, Any] = {"source": "Halden Courier", "at": when(11), "credit": "AP", "dateline": "VARNHEM, Sweden (AP)"}
    number = more.pop("version", "1")
    return version(story, number, text, **(fields | more))


def dossier(stories: Sequence[Story], *, words: bool = False, family: Family | None = None) -> Dossier:
    """Of the first story's family, if not told which."""
    shelf = Shelf(*(story for story in stories if story.kind == "story"))
    notices = [Head.of(story, record_digest(story)) for story in stories if story.kind == "notice"]
    heads = {head.uid: head for head in (*shelf.heads, *notices)}
    by_name: dict[str, list[Head]] = {}
    for head in heads.values():
        for name in names_of(head):
            by_name.setdefault(name, []).append(head)
    records = {story.uid: story for story in stories}
    if family is None:
        family = next(one for one in shelf.families(notices) if stories[0].story_id in one.story_ids)
    return dossier_of(family, heads, by_name, WEEK, lambda uids: {uid: records[uid] for uid in uids if uid in records}, MAKER, words=words)


def killed(**more: Any) -> Dossier:
    """AP's story, a word-for-word copy of it and a retelling; then AP kills it, twice."""
    return dossier(
        [version("ap", "1", GATE), kill("ap"), kill("ap", "3", 13), outlet("copy", GATE), outlet("again", GATE_TOLD_AGAIN, at=when(10))],
        **more,
    )


def corrected(**more: Any) -> Dossier:
    """AP's story, its correction, and a copy of what was wrong."""
    mended = version(
        "ap", "2", GATE_MENDED, at=when(12), edit_kind="correction", uid="uap-2", note="CORRECTS the number of barges in paragraph 1."
    )
    return dossier([version("ap", "1", GATE), mended, outlet("copy", GATE)], **more)


def relayed(**more: Any) -> Dossier:
    """AP's story, and what a newspaper hands on of it; that names the item, and one that nobody has received."""
    links = (Link(relation="processedFrom", target="urn:test:ap"), Link(relation="refersTo", target="an id of its own, 7"))
    return dossier([version("ap", "1", GATE), outlet("relay", GATE, version="4", uid="urelay-4", links=links)], **more)


def translated(**more: Any) -> Dossier:
    """AP's story, and a translation that names what it was made from."""
    links = (Link(relation="translationOf", target="urn:test:ap"),)
    german = version("de", "1", SCHLEUSE, source="dpa", language="de", at=when(13), links=links)
    return dossier([german, version("ap", "1", GATE)], **more)


def evolved(**more: Any) -> Dossier:
    """Another story, which says that it goes on from AP's: a family of its own."""
    links = (Link(relation="evolvedFrom", target="urn:test:ap"),)
    later = (
        "The malt that waited three days at Varnhem has soured, brewers in Tidaholm said on Saturday, and the town will be without beer."
    )
    return dossier([version("later", "1", later, at=when(9, 8), links=links), version("ap", "1", GATE)], **more)


def translation_inferred() -> Dossier:
    """The same where nobody says so: as a member of one family, which nothing infers yet."""
    stories = [version("ap", "1", GATE), version("de", "1", SCHLEUSE, source="dpa", language="de", at=when(13))]

    def member(story: Story, **more: Any) -> Membership:
        told = {name: getattr(story, name) for name in ("story_id", "uid", "uri", "version", "published", "source", "headline", "status")}
        return Membership(family_id="f1", **told, **more)

    origin = Origin(uid="uap-1", provider="AP", in_store=True, confidence="sure", why="It is AP's own copy.")
    members = (
        member(stories[0], relation="origin"),
        member(stories[1], relation="translation", parent_uid="uap-1", probability=0.8, coverage=0.5, reasons=("The same figures.",)),
    )
    return dossier(stories, family=Family(family_id="f1", root_uid="uap-1", origin=origin, status="usable", members=members))


def placeholder(**more: Any) -> Dossier:
    """Two newspapers that credit AP, whose own copy was never received; one has no id but its path."""
    return dossier(
        [outlet("one", GATE), outlet("two", GATE_TOLD_AGAIN, source="Tidaholm Post", uri="wires/two (1).txt", version=None)], **more
    )


def wordless(**more: Any) -> Dossier:
    """The killed story in a store without words."""
    gone: dict[str, Any] = dict.fromkeys(("headline", "slug", "byline", "dateline", "credit", "note"))
    full = killed()
    stories = {uid: story.model_copy(update={**gone, "text": "", "removed": "forgotten"}) for uid, story in full.stories.items()}
    members = tuple(member.model_copy(update={"headline": None}) for member in full.family.members)
    return dossier(list(stories.values()), family=full.family.model_copy(update={"members": members}), **more)


ALL = (killed, corrected, relayed, translated, evolved, placeholder, wordless)
"""Each takes `words`."""

"""The editorial life of a story: the order of its versions, what notices do to them, and who still carries what was killed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipelines.families.head import Head
from pipelines.trade.version_numbers import time_of_version, version_key, version_kind
from schemas.story import Status

ACTS: Final[dict[str, Status]] = {"kill": "canceled", "withhold": "withheld"}


def in_order(versions: Iterable[Head]) -> list[Head]:
    """Versions, or notices, of one item in their order: by (version, versioncreated, digest), whatever the order of arrival.

    Where some have a version and others none, or some count and others put a time, no two kinds can be held against each other: then all
    go by when they were made.
    """
    held = list(versions)
    if len({version_kind(head.version) for head in held}) > 1:
        return sorted(held, key=lambda head: (_moment(head), head.version_order))
    return sorted(held, key=lambda head: head.version_order)


def chains(heads: Iterable[Head]) -> dict[str, list[Head]]:
    """story_id -> its versions and notices in their order."""
    held: dict[str, list[Head]] = {}
    for head in heads:
        held.setdefault(head.story_id, []).append(head)
    return {story: in_order(held[story]) for story in sorted(held)}


def _moment(head: Head) -> str:
    """When a version was made, to the second; where only its version tells, by that. "" sorts first."""
    return head.made[:19] or (time_of_version(head.version) or "")[:19]


def statuses(versions: Sequence[Head], notices: Sequence[Head]) -> dict[str, Status]:
    """uid -> status now, whatever the order of arrival.

    A kill cancels every version that is not newer than it, all if it names none; what is under a kill stays canceled. A withhold
    does the same until a release or a newer usable version.
    """
    out: dict[str, Status] = {}
    for version in versions:
        status = version.status
        if any(n.edit_kind == "kill" and reaches(n, version) for n in notices):
            status = "canceled"
        elif any(n.edit_kind == "withhold" and reaches(n, version) and not released(n, versions, notices) for n in notices):
            status = "withheld"
        out[version.uid] = status
    return out


def reaches(notice: Head, version: Head) -> bool:
    """Whether a notice acts on a version: on those not newer than itself, on all if it names no version.

    A count and a time cannot be held against each other: then it is when both were made that decides, and where that is unknown, it acts.
    """
    if notice.version is None or version.version is None:
        return True
    if version_kind(notice.version) == version_kind(version.version):
        return version_key(version.version) <= version_key(notice.version)
    return not _moment(version) or not _moment(notice) or _moment(version) <= _moment(notice)


def released(withhold: Head, versions: Sequence[Head], notices: Sequence[Head]) -> bool:
    """Whether a release or a newer usable version has lifted a withhold."""
    later = [n for n in notices if n.edit_kind == "release"] + [v for v in versions if v.status == "usable"]
    return any(_newer(other, withhold) for other in later)


def _newer(one: Head, other: Head) -> bool:
    if one.version is not None and version_kind(one.version) == version_kind(other.version):
        mine, theirs = version_key(one.version), version_key(other.version)
        if mine != theirs:
            return mine > theirs
    return _moment(one) > _moment(other)

"""The editorial life of a story: the order of its versions, what notices do to them, and who still carries what was killed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.families.head import Head, version_key
from schemas.story import Status

ACTS: Final[dict[str, Status]] = {"kill": "canceled", "withhold": "withheld"}


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
    """Whether a notice acts on a version: on those not newer than itself, on all if it names no version."""
    return notice.version is None or version.version is None or version_key(version.version) <= version_key(notice.version)


def released(withhold: Head, versions: Sequence[Head], notices: Sequence[Head]) -> bool:
    """Whether a release or a newer usable version has lifted a withhold."""
    later = [n for n in notices if n.edit_kind == "release"] + [v for v in versions if v.status == "usable"]
    return any(_newer(other, withhold) for other in later)


def _newer(one: Head, other: Head) -> bool:
    if one.version is not None and other.version is not None and version_key(one.version) != version_key(other.version):
        return version_key(one.version) > version_key(other.version)
    return (one.versioncreated or one.published or "") > (other.versioncreated or other.published or "")

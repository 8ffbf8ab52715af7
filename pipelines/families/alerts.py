"""Who still carries a killed or withheld text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipelines.families.head import Head
from pipelines.families.lifecycle import ACTS, reaches, released
from pipelines.families.scored import Scored
from pipelines.matching.evidence import percent
from schemas import Alert
from schemas.story import Status

CARRIES: Final = 0.1
"""Share of a text that makes a carrier of it."""


def kill_alerts(
    family: str, stories: Mapping[str, Sequence[Head]], notices: Sequence[Head], status: Mapping[str, Status], scored: Scored
) -> list[Alert]:
    """One alert for each notice and each story of its family: the story acted on, and all that may carry its text."""
    alerts = []
    for notice in notices:
        if notice.edit_kind not in ACTS or notice.story_id not in stories:
            continue
        own = stories[notice.story_id]
        reached = [v for v in own if reaches(notice, v)]
        lifted = notice.edit_kind == "withhold" and released(notice, own, [n for n in notices if n.story_id == notice.story_id])
        if not reached or lifted:
            continue
        for story, versions in sorted(stories.items()):
            last = versions[-1]
            if story == notice.story_id:
                state, evidence = _of_the_story_itself(notice, status[last.uid])
            else:
                state, evidence = _of_a_carrier(versions, reached, status[last.uid], scored)
            alerts.append(
                Alert(
                    family_id=family,
                    kind="kill" if notice.edit_kind == "kill" else "withhold",
                    cause_uri=notice.uri,
                    cause_version=notice.version,
                    uid=last.uid,
                    uri=last.uri,
                    state=state,
                    evidence=evidence,
                )
            )
    return alerts


def _of_the_story_itself(notice: Head, status: Status) -> tuple[str, str]:
    if status == "usable":
        return "fixed", "A newer usable version has replaced it."
    return "fixed", f"It is {status} by its own provider."


def _of_a_carrier(versions: Sequence[Head], reached: Sequence[Head], status: Status, scored: Scored) -> tuple[str, str]:
    if status != "usable":
        return "fixed", f"It is {status} itself."
    scored.ask((version, killed) for version in versions for killed in reached)
    shares = [max((t.of_source for k in reached if (t := scored.taken(v, k))), default=0.0) for v in versions]
    if shares[-1] >= CARRIES:
        return "still_carries", f"Its latest version carries {percent(shares[-1])} of that text."
    if max(shares) >= CARRIES:
        return "fixed", f"An earlier version carried {percent(max(shares))} of that text, the latest does not."
    return "unclear", f"It is in the same family, but carries only {percent(shares[-1])} of that very text."


def tombstones(heads: Sequence[Head]) -> list[Alert]:
    """Kills and withholds of stories that were never received, but for withholds that were released: they wait for them."""
    received = {h.story_id for h in heads if not h.notice}
    releases = [h for h in heads if h.notice and h.edit_kind == "release"]
    return [
        Alert(
            family_id=None,
            kind="kill" if n.edit_kind == "kill" else "withhold",
            cause_uri=n.uri,
            cause_version=n.version,
            state="unclear",
            evidence="The story it acts on has not been received; the notice waits for it.",
        )
        for n in sorted(heads, key=lambda h: (h.uri, h.uid))
        if n.notice
        and n.edit_kind in ACTS
        and n.story_id not in received
        and not (n.edit_kind == "withhold" and released(n, (), [r for r in releases if r.story_id == n.story_id]))
    ]

"""The radar: who still carries what was corrected, killed or withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipelines.families.corrections import Told, Withdrawn, corrections_in, tells, withdrawn_passages
from pipelines.families.head import Head
from pipelines.families.lifecycle import ACTS, reaches, released
from pipelines.families.scored import Scored
from pipelines.matching.candidates import UNDATED
from pipelines.matching.evidence import percent, shared_runs
from pipelines.matching.fingerprint import microseconds
from schemas import Alert, Story
from schemas.family import AlertKind, AlertState, CarriedPassage
from schemas.story import Status

CARRIES: Final = 0.1
"""Share of a text that makes a carrier of it."""
KEEPS: Final = 0.5
"""Share of an earlier version from which the latest one still tells what that told."""
SHOWN: Final = 3
"""Passages that are shown of a text that was withdrawn as a whole: the longest."""


class State(NamedTuple):
    """What became of a withdrawn text in one story, and which version of it shows that."""

    state: AlertState
    evidence: str
    shown: Head
    passages: tuple[CarriedPassage, ...] = ()


@dataclass(frozen=True)
class Life:
    """What the alerts of one family are made of.

    `stories`: versions in their order; `status`: by uid; `above`: uid of a version -> the one that it was made from; `root`: the story
    that all others hang on; `corrected`: corrections that came as items of their own, with what they correct."""

    family: str
    stories: Mapping[str, Sequence[Head]]
    notices: Sequence[Head]
    status: Mapping[str, Status]
    above: Mapping[str, Head]
    root: str
    scored: Scored
    corrected: Sequence[tuple[Head, Head]] = ()

    def way(self, story: str, to: str) -> list[Head] | None:
        """The versions of other stories that lie between a story and another one that it comes from; None where it does not."""
        between: list[Head] = []
        version = self.above.get(self.stories[story][0].uid)
        while version is not None and version.story_id != to:
            if not between or between[-1].story_id != version.story_id:
                between.append(version)
            version = self.above.get(version.uid)
        return between if version is not None else None

    def takers(self, story: str) -> Iterator[tuple[str, list[Head]]]:
        """The other stories that come from a story, with the way: all, of the one that the family hangs on, and of an agency's own copy."""
        every = story == self.root or self.stories[story][0].agency is not None
        for other in sorted(self.stories):
            way = self.way(other, story)
            if other != story and (way is not None or every):
                yield other, way or []


def alerts_of(life: Life) -> list[Alert]:
    """What was killed or withheld, in the order of the notices; then what was corrected. One alert for each story that it reaches."""
    return [*kill_alerts(life), *correction_alerts(life)]


def kill_alerts(life: Life) -> Iterator[Alert]:
    """One alert for the story acted on, one for each that comes from it; where a newer version stands, for each that carries what that
    one dropped."""
    for notice in life.notices:
        if notice.edit_kind not in ACTS or notice.story_id not in life.stories:
            continue
        own = life.stories[notice.story_id]
        reached = [version for version in own if reaches(notice, version)]
        lifted = notice.edit_kind == "withhold" and released(notice, own, [n for n in life.notices if n.story_id == notice.story_id])
        if not reached or lifted:
            continue
        kind: AlertKind = "kill" if notice.edit_kind == "kill" else "withhold"
        last = own[-1]
        yield _alert(life, kind, notice, last, State("fixed", _of_itself(life.status[last.uid]), last))
        standing = [version for version in own if life.status[version.uid] == "usable"]
        gone = [one for old in reached for one in withdrawn_passages(old, standing[-1], standing[-1], life.scored)] if standing else []
        for story, way in life.takers(notice.story_id):
            state = _of_passages(life, story, gone, notice) if standing else _of_a_text(life, story, reached, way, notice)
            if state is not None:
                yield _alert(life, kind, notice, life.stories[story][-1], state, way)


def correction_alerts(life: Life) -> Iterator[Alert]:
    """One alert for each story that tells, or told, a passage that was corrected since."""
    told: set[tuple[str, str]] = set()
    for correction in corrections_in(life.stories.values(), life.corrected):
        last = life.stories[correction.cause.story_id][-1]
        passages = withdrawn_passages(correction.of, correction.cause, last, life.scored)
        for story, way in life.takers(correction.item):
            if story == correction.cause.story_id:
                continue
            state = _of_passages(life, story, passages, correction.cause)
            if state is None or (state.state == "unclear" and (correction.item, story) in told):
                continue
            told.add((correction.item, story))
            yield _alert(life, "correction", correction.cause, life.stories[story][-1], state, way)
    yield from _without_what_they_correct(life)


def _without_what_they_correct(life: Life) -> Iterator[Alert]:
    known = {cause.uid for cause, _ in life.corrected}
    for _, versions in sorted(life.stories.items()):
        first = versions[0]
        if first.edit_kind == "correction" and first.uid not in known:
            yield Alert(
                family_id=life.family,
                kind="correction",
                cause_uri=first.uri,
                cause_version=first.version,
                cause_uid=first.uid,
                state="unclear",
                evidence="The version that it corrects has not been received: what it changed is not known.",
            )


def _alert(life: Life, kind: AlertKind, cause: Head, last: Head, state: State, way: Sequence[Head] = ()) -> Alert:
    return Alert(
        family_id=life.family,
        kind=kind,
        cause_uri=cause.uri,
        cause_version=cause.version,
        cause_uid=cause.uid,
        uid=last.uid,
        uri=last.uri,
        state=state.state,
        evidence=state.evidence,
        version=last.version,
        passages=state.passages,
        lag_seconds=_lag(cause, state),
        through=tuple(version.uid for version in way),
    )


def _lag(cause: Head, state: State) -> int | None:
    """Seconds from the cause to the version that shows the state; None where that came before, or a time is not known."""
    began, ended = microseconds(cause.versioncreated or cause.published), microseconds(state.shown.published)
    return None if UNDATED in (began, ended) or ended < began or state.state == "unclear" else (ended - began) // 1_000_000


def _of_itself(status: Status) -> str:
    if status == "usable":
        return "A newer usable version has replaced it."
    return f"It is {status} by its own provider."


def _of_a_text(life: Life, story: str, reached: Sequence[Head], way: Sequence[Head], notice: Head) -> State | None:
    """Of a text that was withdrawn as a whole: a share of it makes a carrier, or that of the one from which it was taken."""
    versions, scored = life.stories[story], life.scored
    last = versions[-1]
    if life.status[last.uid] != "usable":
        return State("fixed", f"It is {life.status[last.uid]} itself.", last)
    scored.ask((version, old) for version in versions for old in reached)
    shares = [_share(version, reached, scored) for version in versions]
    if shares[-1] >= CARRIES:
        said = f"Its latest version carries {percent(shares[-1])} of that text.{_after(notice, last)}"
        return State("still_carries", said, last, _longest(last, reached, scored))
    if max(shares) >= CARRIES:
        said = f"An earlier version carried {percent(max(shares))} of that text, the latest does not."
        return State("fixed", said, _first_after(versions, [share >= CARRIES for share in shares]))
    return _retold(life, versions, [*reached, *way[:1]], notice)


def _retold(life: Life, versions: Sequence[Head], sources: Sequence[Head], notice: Head) -> State:
    """Of a member that has next to nothing word for word: it tells the story in its own words, or in another language. What was taken back
    was the story, so it carries it until its own text is another one."""
    scored, last = life.scored, versions[-1]
    scored.ask((version, source) for version in versions for source in sources)
    likely = [max((taken.probability for one in sources if (taken := scored.taken(version, one))), default=0) for version in versions]
    if likely[-1] >= scored.rules.strong or len({version.digest for version in versions}) == 1:
        return State("still_carries", f"It tells that story in its own words.{_after(notice, last)}", last)
    scored.ask((last, version) for version in versions[:-1])
    kept = max(taken.of_source if (taken := scored.taken(last, version)) else 0.0 for version in versions[:-1])
    if kept >= KEEPS:
        return State("still_carries", f"It tells that story in its own words.{_after(notice, last)}", last)
    said = "An earlier version told that story in its own words, the latest does not."
    return State("fixed", said, last) if kept < CARRIES else State("unclear", "Its latest version tells little of that story.", last)


def _share(version: Head, reached: Sequence[Head], scored: Scored) -> float:
    return max((taken.of_source for old in reached if (taken := scored.taken(version, old))), default=0.0)


def _longest(version: Head, reached: Sequence[Head], scored: Scored) -> tuple[CarriedPassage, ...]:
    """The longest passages that a version has word for word of one of those texts."""
    old = max(reached, key=lambda one: (taken.of_source if (taken := scored.taken(version, one)) else 0.0, one.uid))
    if not version.digest or not old.digest:
        return ()
    a, b = scored.tokens(version.digest), scored.tokens(old.digest)
    return tuple(
        CarriedPassage(
            part="text",
            span=(int(a.start[x]), int(a.end[x + n - 1])),
            of_uid=old.uid,
            of_part="text",
            of_span=(int(b.start[y]), int(b.end[y + n - 1])),
        )
        for x, y, n in shared_runs(a, b)[:SHOWN]
    )


def _of_passages(life: Life, story: str, passages: Sequence[Withdrawn], cause: Head) -> State | None:
    """Of single passages; None where no version tells one of them as it was, nor the latest in a way that does not say."""
    versions, scored = life.stories[story], life.scored
    told = [tells(passages, version, scored, "as it was") for version in versions]
    last = versions[-1]
    if not any(told):
        open_ones = tells(passages, last, scored, "otherwise")
        if not open_ones or life.status[last.uid] != "usable":
            return None
        said = f"It tells {_passages(open_ones)}, but neither as it was nor as it is now."
        return State("unclear", said, last, tuple(one.as_record() for one in open_ones))
    if life.status[last.uid] != "usable":
        return State("fixed", f"It is {life.status[last.uid]} itself.", last)
    if told[-1]:
        said = f"Its latest version tells {_passages(told[-1])} as it was before.{_after(cause, last)}"
        return State("still_carries", said, last, tuple(one.as_record() for one in told[-1]))
    mended = tells(passages, last, scored, "as it is")
    carried = next(one for one in reversed(told) if one)
    ending = "tells it as it is now" if mended else "has it no more"
    said = f"An earlier version told {_passages(carried)} as it was; the latest {ending}."
    return State("fixed", said, _first_after(versions, [bool(one) for one in told]), tuple(one.as_record() for one in mended))


def _passages(told: Sequence[Told]) -> str:
    return "a passage that was withdrawn" if len(told) == 1 else f"{len(told)} passages that were withdrawn"


def _first_after(versions: Sequence[Head], carried: Sequence[bool]) -> Head:
    """The version that came behind the last one that carried it."""
    return versions[max(at for at, carries in enumerate(carried) if carries) + 1]


def _after(cause: Head, last: Head) -> str:
    began, ended = microseconds(cause.versioncreated or cause.published), microseconds(last.published)
    return " It came out after that." if UNDATED not in (began, ended) and ended > began else ""


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
            cause_uid=n.uid,
            state="unclear",
            evidence="The story it acts on has not been received; the notice waits for it.",
        )
        for n in sorted(heads, key=lambda h: (h.uri, h.uid))
        if n.notice
        and n.edit_kind in ACTS
        and n.story_id not in received
        and not (n.edit_kind == "withhold" and released(n, (), [r for r in releases if r.story_id == n.story_id]))
    ]


def with_words(alert: Alert, stories: Mapping[str, Story]) -> Alert:
    """The alert with the words of its passages, where they are kept. `stories` by uid."""
    passages = (
        one.model_copy(
            update={"text": _words(stories.get(alert.uid or ""), one.span), "of_text": _words(stories.get(one.of_uid), one.of_span)}
        )
        for one in alert.passages
    )
    return alert.model_copy(update={"passages": tuple(passages)})


def _words(story: Story | None, span: tuple[int, int] | None) -> str | None:
    if story is None or story.removed is not None:
        return None
    return story.headline if span is None else story.comparison_text()[slice(*span)]

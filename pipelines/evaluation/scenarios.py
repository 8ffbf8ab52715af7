"""What a store says of scenarios against what is true of them: relations, directions, credits, origins, alerts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.evaluation.scenario_gold import AlertGold, MemberGold, ScenarioGold, Version
from schemas import Family, Membership

Line = Mapping[str, Any]
"""A line of `wirekin alerts`."""
NOT_TOLD = "not told"


@dataclass(frozen=True)
class Share:
    """So many right of so many; all right where there is nothing to be right about."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """0 to 1."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True)
class AlertFigures:
    """Lines of alerts. One with the wrong state is a false line and a missed one."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the lines that are right."""
        return Share(self.right, self.right + self.false).value

    @property
    def recall(self) -> float:
        """Share of the lines of the gold that are there."""
        return Share(self.right, self.right + self.missed).value

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return Share(2 * self.right, 2 * self.right + self.false + self.missed).value


@dataclass(frozen=True, order=True)
class Miss:
    """One thing that is not as the gold has it."""

    scenario: str
    what: str
    who: str
    wanted: str
    found: str


@dataclass(frozen=True)
class Judgement:
    """All figures over all scenarios, and what is behind them."""

    scenarios: int
    shares: Mapping[str, Share]
    """By name, in the order in which they are shown."""
    alerts: AlertFigures
    carriers: AlertFigures
    """Of the lines with `still_carries` alone."""
    misses: tuple[Miss, ...]


SHARES = ("families", "relations", "directions", "parents", "statuses", "credits", "origins")


@dataclass
class _Count:
    """Right and total of each share, and the misses, while scenarios are gone through."""

    shares: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in SHARES})
    misses: list[Miss] = field(default_factory=list)

    def add(self, share: str, scenario: str, who: object, wanted: object, found: object, right: bool | None = None) -> None:
        """One more of a share; right if found is wanted, unless it is said."""
        good = found == wanted if right is None else right
        self.shares[share][0] += good
        self.shares[share][1] += 1
        if not good:
            self.misses.append(Miss(scenario, share, str(who), str(wanted), str(found)))


def judge(golds: Sequence[ScenarioGold], families: Sequence[Family], lines: Sequence[Line]) -> Judgement:
    """Figures of a store that was made of the scenarios and of nothing else; `lines` are those of `wirekin alerts`."""
    count = _Count()
    store = _Store.of(families)
    for gold in golds:
        _families(gold, store, count)
        _origins(gold, store, count)
        ancestors = _ancestors(gold)
        for member in gold.members:
            if member.judged:
                _member(gold.name, member, ancestors, store, count)
    alerts, carriers = _alerts(golds, lines, count)
    shares = {name: Share(*count.shares[name]) for name in SHARES}
    return Judgement(len(golds), shares, alerts, carriers, tuple(sorted(count.misses)))


@dataclass(frozen=True)
class _Store:
    """Families of a store, by what the gold calls their members."""

    members: Mapping[tuple[str, str | None, str | None], Membership]
    by_uid: Mapping[str, Membership]
    families: Mapping[str, Family]
    """uri -> the family that holds it."""

    @classmethod
    def of(cls, families: Sequence[Family]) -> _Store:
        members = [member for family in families for member in family.members]
        return cls(
            {_version(member).key: member for member in members},
            {member.uid: member for member in members},
            {member.uri: family for family in families for member in family.members},
        )


def _version(member: Membership) -> Version:
    return Version(uri=member.uri, version=member.version, published=member.published)


def _families(gold: ScenarioGold, store: _Store, count: _Count) -> None:
    """A family is right if its stories are those of the gold, no less and no more."""
    for wanted in gold.families:
        for uri in sorted(wanted):
            family = store.families.get(uri)
            found = frozenset() if family is None else frozenset(member.uri for member in family.members)
            if found != wanted:
                count.add("families", gold.name, uri, " ".join(sorted(wanted)), " ".join(sorted(found)) or NOT_TOLD)
                break
        else:
            count.add("families", gold.name, "", "", "", right=True)


def _origins(gold: ScenarioGold, store: _Store, count: _Count) -> None:
    for wanted in gold.origins:
        family = store.families.get(wanted.of)
        if family is None:
            count.add("origins", gold.name, wanted.of, wanted.uri, NOT_TOLD)
            continue
        origin = family.origin
        uri = None if origin.uid is None else store.by_uid[origin.uid].uri
        found = uri, origin.provider, origin.in_store
        count.add("origins", gold.name, wanted.of, (wanted.uri, wanted.provider, wanted.in_store), found)


def _ancestors(gold: ScenarioGold) -> dict[tuple[str, str | None, str | None], list[Version]]:
    """Of each version those that it goes back to, its parent first."""
    parents = {member.key: member.parent for member in gold.members}
    out = {}
    for member in gold.members:
        line: list[Version] = []
        at = member.parent
        while at is not None and at not in line:
            line.append(at)
            at = parents[at.key]
        out[member.key] = line
    return out


def _member(
    scenario: str, gold: MemberGold, ancestors: Mapping[tuple[str, str | None, str | None], list[Version]], store: _Store, count: _Count
) -> None:
    found = store.members.get(gold.key)
    count.add("statuses", scenario, gold, gold.status, NOT_TOLD if found is None else found.status)
    if gold.parent is not None:
        count.add("relations", scenario, gold, gold.relation, NOT_TOLD if found is None else found.relation)
        parent = None if found is None or found.parent_uid is None else _version(store.by_uid[found.parent_uid])
        told = NOT_TOLD if parent is None else str(parent)
        count.add("parents", scenario, gold, gold.parent, told, parent is not None and parent.key == gold.parent.key)
        count.add("directions", scenario, gold, gold.parent, told, parent is not None and _leads_back(gold, parent, ancestors[gold.key]))
    if gold.credit is not None:
        # `credit` may be absent from records that an older version wrote.
        count.add("credits", scenario, gold, gold.credit, NOT_TOLD if found is None else getattr(found, "credit", None) or NOT_TOLD)


def _leads_back(gold: MemberGold, parent: Version, ancestors: Sequence[Version]) -> bool:
    """Whether an edge leads to what the member comes from: an earlier version of its own, or a version of an item that it goes back to."""
    if parent.uri == gold.uri:
        return parent.key in {own.key for own in ancestors}
    return parent.uri in {own.uri for own in ancestors}


def _alerts(golds: Sequence[ScenarioGold], lines: Sequence[Line], count: _Count) -> tuple[AlertFigures, AlertFigures]:
    right: list[AlertGold] = []
    missed: list[AlertGold] = []
    false: list[Line] = []
    left = list(lines)
    for gold in golds:
        for wanted in gold.alerts:
            own = [line for line in left if wanted.fits(line)]
            left = [line for line in left if not wanted.fits(line)]
            if not wanted.judged:
                continue
            wrong = [line for line in own if line["state"] != wanted.state]
            false += wrong
            (right if own and not wrong else missed).append(wanted)
            if wrong or not own:
                found = ", ".join(sorted({str(line["state"]) for line in wrong})) or NOT_TOLD
                count.misses.append(Miss(gold.name, "alerts", _who(wanted.kind, wanted.cause_uris[0], wanted.uri), wanted.state, found))
    for line in left:
        owner = next((gold.name for gold in golds if line["cause_uri"] in gold.uris or line["uri"] in gold.uris), "")
        count.misses.append(Miss(owner, "alerts", _who(line["kind"], line["cause_uri"], line["uri"]), "no line", str(line["state"])))
    return _figures(right, false + left, missed), _carriers(right, false + left, missed)


def _who(kind: str, cause: str, uri: str | None) -> str:
    return f"{kind} of {cause}: {uri or 'no story'}"


def _figures(right: Sequence[AlertGold], false: Sequence[Line], missed: Sequence[AlertGold]) -> AlertFigures:
    return AlertFigures(len(right), len(false), len(missed))


def _carriers(right: Sequence[AlertGold], false: Sequence[Line], missed: Sequence[AlertGold]) -> AlertFigures:
    def still(golds: Sequence[AlertGold]) -> list[AlertGold]:
        return [gold for gold in golds if gold.state == "still_carries"]

    return _figures(still(right), [line for line in false if line["state"] == "still_carries"], still(missed))


def by_scenario(misses: Sequence[Miss]) -> Iterator[tuple[str, list[Miss]]]:
    """The misses of each scenario that has any, by name."""
    for name in sorted({miss.scenario for miss in misses}):
        yield name, [miss for miss in misses if miss.scenario == name]

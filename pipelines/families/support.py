"""Who in a family names whom, and how much that says about where the family comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pipelines.families.head import Head, time_order
from pipelines.families.namings import HOWS, How, name_hash
from pipelines.trade.agencies import CODES
from pipelines.trade.agency_ids import agency_of_id

DERIVES: Final = frozenset(("derivedFrom", "processedFrom", "translationOf", "abridgementOf"))
"""Asserted links that say where an item comes from."""

_SAYS: Final[Mapping[How, float]] = {"signed": 1.0, "reported": 0.7, "told": 0.6, "named": 0.6, "aside": 0.25}
"""What a naming by an outlet that signs nobody else is worth: one that signs is worth one."""
_AGENCY_SAYS: Final[Mapping[How, float]] = {"signed": 1.0, "reported": 0.5, "told": 0.2, "named": 0.2, "aside": 0.0}
"""The same of an agency's own copy, which quotes others more often than it takes from them."""
_BESIDE_A_SIGNATURE: Final = 0.15
"""What is left of a naming in the text of a story that signs another: it is the source of some other claim."""
_SAME_WRITER: Final = 0.5
_BY_ITS_ID: Final = 1.5
"""An id in an agency's name space, or an asserted link to such an item."""
_PASSED_ON: Final = 0.8
"""Share of an agency's credits that goes to the one whose copy it handed on."""


@dataclass(frozen=True)
class Telling:
    """A story of a family: all its versions, in order."""

    versions: tuple[Head, ...]

    @property
    def first(self) -> Head:
        """Its first version."""
        return self.versions[0]

    @cached_property
    def names(self) -> Mapping[str, How]:
        """Agencies that any of its versions names, its own aside, each in the strongest way. An outlet in a dateline is mostly the one
        that prints it: it counts where another printed the story."""
        source = self.first.source
        found: dict[str, How] = {}
        for head in self.versions:
            for code in head.credits:
                how = head.naming(code) or "named"
                if code not in CODES and (source is None or name_hash(code) == name_hash(source)):
                    continue
                if code != self.first.agency and HOWS.index(how) <= HOWS.index(found.get(code, "aside")):
                    found[code] = how
        return found

    @cached_property
    def signed(self) -> frozenset[str]:
        """Those that it signs."""
        return frozenset(code for code, how in self.names.items() if how == "signed")

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Agency -> id of the item of that agency that this one is, or says that it derives from."""
        targets = [target for head in self.versions for relation, target in head.links if relation in DERIVES]
        uris = {code: uri for uri in (*sorted(targets, reverse=True), self.first.uri) if (code := agency_of_id(uri))}
        return {code: uri for code, uri in uris.items() if code != self.first.agency}

    def names_newsroom(self, source: str) -> bool:
        """Whether it says that it has something from this newsroom."""
        name = name_hash(source)
        return any(name in head.attributed for head in self.versions) or name in map(name_hash, self.names)


@dataclass
class Support:
    """The tellings of a family and what they say of each other."""

    tellings: Sequence[Telling]
    _own: dict[str, list[Telling]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Puts each agency's own copies together."""
        self.tellings = sorted(self.tellings, key=lambda telling: time_order(telling.first))
        for telling in self.tellings:
            if telling.first.agency is not None:
                self._own.setdefault(telling.first.agency, []).append(telling)

    @classmethod
    def of(cls, stories: Mapping[str, Sequence[Head]]) -> Support:
        """Of the stories of a family, by id."""
        return cls([Telling(tuple(versions)) for versions in stories.values()])

    @property
    def own(self) -> Mapping[str, Sequence[Telling]]:
        """Agency -> its own copies, the earliest first."""
        return self._own

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """All that are named or have a copy of their own here."""
        here = {name_hash(t.first.source) for t in self.tellings if t.first.source and t.first.agency is None}
        named = {code for t in self.tellings for code in (*t.names, *t.ids)}
        return tuple(sorted({*self._own, *(code for code in named if code in CODES or name_hash(code) not in here)}))

    @cached_property
    def newsrooms(self) -> tuple[str, ...]:
        """Sources, no agencies, that stories of other sources say they have something from."""
        sources = {t.first.source for t in self.tellings if t.first.source and t.first.agency is None}
        return tuple(sorted(s for s in sources if any(t.names_newsroom(s) for t in self.others_of(source=s))))

    def others_of(self, *, agency: str | None = None, source: str | None = None) -> list[Telling]:
        """The stories that are not this agency's own, or not of this source."""
        if agency is not None:
            return [t for t in self.tellings if t.first.agency != agency]
        return [t for t in self.tellings if t.first.source != source]

    def relays(self, code: str) -> list[Telling]:
        """Other agencies' own copies that are this agency's copy handed on: they sign it, or say so by id or link."""
        return [t for t in self.tellings if t.first.agency not in (None, code) and (code in t.signed or code in t.ids)]

    def of_agency(self, code: str) -> float:
        """How much speaks for an agency: its namings by others, in signatures; those of an agency that handed it on count too."""
        direct = sum(self._says(telling, code) for telling in self.others_of(agency=code))
        passed = {t.first.agency for t in self.relays(code)} - {None}
        own_words = sum(self._says(t, agency) for agency in sorted(passed, key=str) for t in self.others_of(agency=agency) if agency)
        return direct + _PASSED_ON * own_words

    def of_newsroom(self, source: str) -> float:
        """The same for an outlet: names in the text count as told to it, less where an agency is signed."""
        naming = [t for t in self.others_of(source=source) if t.names_newsroom(source)]
        return sum(_SAYS["reported"] * (_BESIDE_A_SIGNATURE if t.signed else 1.0) for t in naming)

    def _says(self, telling: Telling, code: str) -> float:
        if code in telling.ids:
            return _BY_ITS_ID
        how = telling.names.get(code)
        if how is None:
            shared = telling.first.writer is not None and any(telling.first.writer == t.first.writer for t in self._own.get(code, ()))
            return _SAME_WRITER if shared and not telling.signed and telling.first.agency is None else 0.0
        if telling.first.agency is not None:
            return _AGENCY_SAYS[how]
        if how == "signed":
            return _SAYS[how] / len(telling.signed)
        if telling.signed:
            return _SAYS[how] * _BESIDE_A_SIGNATURE
        in_text = sum(h != "aside" for h in telling.names.values())
        return _SAYS[how] / max(1, in_text if how != "aside" else 1)

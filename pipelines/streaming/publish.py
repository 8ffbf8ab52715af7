"""The last step of a publication: the bounded graph's, with what the view holds of packs in place of reading them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.stages.remember import Reach
from pipelines.stages.write import WriteFamilies
from pipelines.storage.manifest import Manifest
from pipelines.streaming.held import Held
from schemas import DeadLetter, Family


@dataclass(frozen=True)
class Changed(Reach):
    """The days of which a publication has worked out the match rows."""

    days: frozenset[int] = frozenset()

    def looks_back(self, day: int) -> bool:
        """See `Reach`: all of the day's rows are replaced."""
        return day in self.days


@dataclass
class PublishFamilies(WriteFamilies):
    """`WriteFamilies` for a worker that publishes again and again. `published` is the manifest that it has made current; `refused` tells
    that another writer was faster."""

    held: Held | None = None
    published: Manifest | None = None
    refused: bool = False

    def _publish(self, after: Manifest) -> bool:
        done = super()._publish(after)
        self.published, self.refused = (after, False) if done else (None, True)
        return done

    def _stored_families(self, name: str) -> Sequence[Family]:
        assert self.held is not None
        return self.held.families(name)

    def _stored_letters(self, name: str) -> Sequence[DeadLetter]:
        assert self.held is not None
        return self.held.letters(name)

    def _keep_families(self, families: Sequence[Family]) -> str:
        name = super()._keep_families(families)
        assert self.held is not None
        self.held.families.put(name, tuple(families))
        return name

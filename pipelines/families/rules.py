"""What families are decided by: the horizon, the scorer, and how sure is sure enough."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.matching.scorer import SCALE, Scorer


@dataclass(frozen=True)
class Rules:
    """`horizon` in microseconds, `point` one of the scorer's operating points."""

    horizon: int
    scorer: Scorer
    point: str

    @property
    def strong(self) -> int:
        """Probability in 1/10,000 from which a pair of stories belongs into one component."""
        return round(self.scorer.model.points[self.point].strong * SCALE)

    @property
    def cut(self) -> int:
        """Mean probability in 1/10,000 under which two clusters stay apart."""
        return round(self.scorer.model.points[self.point].cut * SCALE)

    @property
    def attach(self) -> float:
        """Probability from which a derivative is attached."""
        return self.scorer.model.points[self.point].attach

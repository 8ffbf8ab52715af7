"""Settings: from flags, into frozen records, into constructors. Nothing else configures anything."""

from __future__ import annotations

from importlib.metadata import version

from pydantic import BaseModel, ConfigDict, Field

from pipelines.families.refine import CUT
from pipelines.matching.candidates import DAY


class MatchSettings(BaseModel):
    """What results depend on: a store keeps these, and refuses a run with others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    horizon_days: int = Field(7, ge=1, le=365, description="two stories further apart than this are never compared, in days")
    cap: int = Field(64, ge=1, description="texts that a key may lead to before it is common")
    head: int = Field(8, ge=1, description="earliest texts that a common key still leads to")
    cut: int = Field(CUT, ge=0, le=10_000, description="mean probability, in 1/10,000, under which two clusters stay apart")
    scheme: str = Field("c2u-bottom128+minhash3-42x3/1", description="index keys")
    scorer: str = Field("recipe-13/1", description="scorer")
    words: str = Field(f"wordfreq/{version('wordfreq')}", description="where the weights of words come from")

    @property
    def horizon(self) -> int:
        """In microseconds."""
        return self.horizon_days * DAY


class RunSettings(BaseModel):
    """How a run does its work; results do not depend on these."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runner: str = Field("FnApiRunner", description="Beam runner by Beam's name")
    shards: int = Field(16, ge=1, description="shards of the key space")
    pack_stories: int = Field(2048, ge=1, description="stories a pack")
    max_file_bytes: int = Field(1 << 30, ge=1, description="larger input files become dead letters")

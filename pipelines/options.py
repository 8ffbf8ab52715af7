"""Settings: from flags, into frozen records, into constructors. Nothing else configures anything."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.families.rules import Rules
from pipelines.formats.reading import Limits
from pipelines.matching.candidates import DAY
from pipelines.matching.scorer import Scorer, shipped_model
from schemas.model import Model

PARSER_VERSION: Final = version("wirekin")
"""Version of the parsers, all together: what they refuse is a function of the bytes and of this."""
SHIPPED_FURNITURE: Final = "built-in/1"
"""Name of the rules and lines that ship: a new number where stories parse to other furniture."""


class MatchSettings(BaseModel):
    """What results depend on: a store keeps these, and refuses a run with others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    horizon_days: int = Field(7, ge=1, le=365, description="two stories further apart than this are never compared, in days")
    cap: int = Field(64, ge=1, description="texts that a key may lead to before it is common")
    head: int = Field(8, ge=1, description="earliest texts that a common key still leads to")
    operating_point: str = Field("balanced", description="how sure is sure enough: precise, balanced or wide")
    text: Literal["all", "none"] = Field("all", description="whether the store keeps words, or what matching needs of them only")
    scheme: str = Field("c2u-bottom128+minhash3-42x3/3", description="index keys")
    model: str = Field(default_factory=lambda: name_of(shipped_model()), description="scorer, by name and digest")
    words: str = Field(
        f"wordfreq/{version('wordfreq')}+pystemmer/{version('PyStemmer')}", description="where weights and stems of words come from"
    )
    furniture: str = Field(SHIPPED_FURNITURE, description="what is furniture: the rules that ship, and the version of a learned table")

    @property
    def horizon(self) -> int:
        """In microseconds."""
        return self.horizon_days * DAY

    @property
    def learned(self) -> str | None:
        """Version of the learned table; None without one."""
        return learned_of(self.furniture)

    def rules(self, model: Model) -> Rules:
        """What families are decided by; `model` must be the one that the settings name."""
        if name_of(model) != self.model:
            raise ValueError(f"the settings name the model {self.model}, not {name_of(model)}")
        return Rules(self.horizon, Scorer(model), self.operating_point)


def name_of(model: Model) -> str:
    """A model as settings name it: equal names, equal numbers."""
    return f"{model.name}/{model.digest}"


def furniture_with(version: str | None) -> str:
    """The setting `furniture` for a learned table of that version, or for none."""
    return SHIPPED_FURNITURE if version is None else f"{SHIPPED_FURNITURE}+{version}"


def shipped_of(furniture: str) -> str:
    """The name of the rules in a setting `furniture`."""
    return furniture.partition("+")[0]


def learned_of(furniture: str) -> str | None:
    """The version of the learned table in a setting `furniture`, whatever ships with it."""
    return furniture.partition("+")[2] or None


class RunSettings(BaseModel):
    """How a run does its work; results do not depend on these."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runner: str = Field("FnApiRunner", description="Beam runner by Beam's name")
    shards: int = Field(16, ge=1, description="shards of the key space")
    pack_stories: int = Field(2048, ge=1, description="stories a pack")
    max_file_bytes: int = Field(1 << 30, ge=1, description="larger input files become dead letters")
    dead_letters: Literal["bytes", "reference"] = Field("bytes", description="keep the raw bytes of dead letters, or only where they lie")
    limits: Limits = Field(Limits(), description="what parsers refuse for its size")
    max_raw_bytes: int = Field(4 << 20, ge=0, description="of a larger item or file only the reference is kept, in bytes")

"""`scenario_gold/1`: what is true at the end of a scenario, as seeds/README.md describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from pipelines.evaluation.gold import GoldError
from schemas.family import EventKind
from schemas.match import Relation
from schemas.story import Status

AlertKind = Literal["correction", "kill", "withhold"]
AlertState = Literal["still_carries", "fixed", "unclear"]
Credit = Literal["credited", "uncredited", "miscredited"]


class _Entry(BaseModel):
    """An unknown field is an error: a misspelt one would be gold that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(_Entry):
    """One version of one item. `published` tells versions apart that have no version."""

    uri: str
    version: str | None = None
    published: str | None = None

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What a version goes by: its time only where it has no version."""
        return self.uri, self.version, self.published if self.version is None else None

    def __str__(self) -> str:
        return f"{self.uri} {self.version or self.published or ''}".rstrip()


class MemberGold(Version):
    """A version, and what it is to its parent."""

    relation: Relation
    parent: Version | None
    credit: Credit | None = None
    status: Status
    judged: bool = True


class OriginGold(_Entry):
    """What the family that holds the story `of` goes back to."""

    of: str
    uri: str | None
    provider: str | None
    in_store: bool


class AlertGold(_Entry):
    """A line of `wirekin alerts`. Of several causes or versions all are right."""

    kind: AlertKind
    cause_uri: str | tuple[str, ...]
    cause_version: str | tuple[str | None, ...] | None
    uri: str | None
    state: AlertState
    why: str
    judged: bool = True

    @property
    def cause_uris(self) -> tuple[str, ...]:
        """The items that the line may name as its cause."""
        return (self.cause_uri,) if isinstance(self.cause_uri, str) else self.cause_uri

    def fits(self, line: Mapping[str, object]) -> bool:
        """Whether a line is about the same, whatever its state."""
        versions = self.cause_version if isinstance(self.cause_version, tuple) else (self.cause_version,)
        return (
            line["kind"] == self.kind
            and line["uri"] == self.uri
            and line["cause_uri"] in self.cause_uris
            and line["cause_version"] in versions
        )


class Step(_Entry):
    """Kinds of events that a line of the scenario brings, read as a run of its own; lines count from 1."""

    step: int
    must: tuple[EventKind, ...]


class ScenarioGold(_Entry):
    """All of it."""

    schema_: Literal["scenario_gold/1"]
    name: str
    about: str
    families: tuple[frozenset[str], ...]
    members: tuple[MemberGold, ...]
    origins: tuple[OriginGold, ...]
    alerts: tuple[AlertGold, ...]
    events: tuple[Step, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _schema(cls, given: object) -> object:
        return {("schema_" if key == "schema" else key): value for key, value in given.items()} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _whole(self) -> ScenarioGold:
        stories = [uri for family in self.families for uri in family]
        if len(stories) != len(set(stories)) or set(stories) != {member.uri for member in self.members}:
            raise ValueError("families and members must name the same stories, each in one family")
        versions = {member.key for member in self.members}
        for member in self.members:
            if (member.parent is None) != (member.relation == "origin"):
                raise ValueError(f"{member}: the origin, and nothing else, has no parent")
            if member.parent is not None and member.parent.key not in versions:
                raise ValueError(f"{member}: its parent {member.parent} is no member")
        return self

    @property
    def uris(self) -> frozenset[str]:
        """Every item that it speaks of, causes of alerts too."""
        causes = {uri for alert in self.alerts for uri in alert.cause_uris}
        return frozenset({member.uri for member in self.members} | causes)


def read_scenario(data: bytes) -> ScenarioGold:
    """The gold in a file. Raises `GoldError` with what is wrong."""
    try:
        return ScenarioGold.model_validate(orjson.loads(data))
    except orjson.JSONDecodeError as error:
        raise GoldError(f"line {error.lineno}: it is no JSON") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise GoldError(f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}") from error

"""`Model`: what turns the features of a pair into probabilities. Made by `wirekin train`; the same file gives the same probabilities."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Literal

from pydantic import field_validator

from schemas.record import Record, described

Sign = Literal["+", "-", "any"]


class Weight(Record):
    """What one feature says."""

    feature: str = described("Name of the feature, see docs/how-it-works.md.", example="plain_short")
    weight: float = described("Change of the log odds for each unit of the feature.", example=7.06)
    sign: Sign = described("What the feature may say; a fit cannot go against it.", example="+")


class Context(Record):
    """What is known beside the texts, as changes of the log odds; none of it raises them."""

    same_source: float = described("One source sends its next story more often than the same again.", example=-4.1, le=0)
    day_same_source: float = described("A day between them, from one source.", unit="per day", example=-2.0, le=0)
    day_other_source: float = described("A day between them, from two sources.", unit="per day", example=-1.0, le=0)
    rivals: float = described("They name agencies, and none in common.", example=-3.0, le=0)
    most_days: float = described("Days from which more make no difference.", unit="days", example=3.0, gt=0)
    unknown_days: float = described("Days that stand for an unknown time.", unit="days", example=0.4, ge=0)


class Score(Record):
    """A logistic score: sigmoid(intercept + sum of weight x feature)."""

    intercept: float = described("Log odds where every feature is 0.", example=-6.5)
    weights: tuple[Weight, ...] = described("One a feature; features that are not named weigh nothing.", example=[])


class Point(Record):
    """An operating point: how sure is sure enough."""

    strong: float = described("Probability from which a pair puts two stories side by side.", unit="0 to 1", example=0.5, gt=0, lt=1)
    cut: float = described("Mean probability under which two groups stay apart.", unit="0 to 1", example=0.4, gt=0, lt=1)
    attach: float = described("Probability from which a derivative is attached.", unit="0 to 1", example=0.6, gt=0, lt=1)


class Lesson(Record):
    """A set that a model was fitted on, and how the fit does on the parts of it that it was not shown."""

    name: str = described("Of the set.", example="seeds")
    digest: str = described("Digest of its gold file.", example="5f0c…")
    pairs: int = described("Compared pairs with a gold answer.", example=947, ge=0)
    positive: int = described("Pairs of them that belong together.", example=440, ge=0)
    precision: float = described("Of pairs held out, at .5.", unit="0 to 1", example=0.9, ge=0, le=1)
    recall: float = described("Of pairs held out, at .5, of those compared.", unit="0 to 1", example=0.9, ge=0, le=1)


class Model(Record):
    """All numbers that a decision depends on, with where they come from."""

    schema_: Literal["model/1"] = described("Name and version of this schema.", alias="schema", default="model/1", example="model/1")
    name: str = described("Of the model.", example="shipped-1")
    texts: Score = described("That one of two texts reuses the other.", example={"intercept": -6.5, "weights": []})
    context: Context = described(
        "Time and source.",
        example={
            "same_source": -4.1,
            "day_same_source": -2.0,
            "day_other_source": -1.0,
            "rivals": -3.0,
            "most_days": 3.0,
            "unknown_days": 0.4,
        },
    )
    derivative: Score = described("That one takes part of the other, given that it credits it.", example={"intercept": -1.2, "weights": []})
    points: dict[str, Point] = described("Operating points by name.", example={"balanced": {"strong": 0.5, "cut": 0.4, "attach": 0.6}})
    lessons: tuple[Lesson, ...] = described("What it was fitted on.", example=[])
    made_by: str = described("The command that made it.", example="wirekin train")

    @field_validator("points")
    @classmethod
    def _by_name(cls, points: dict[str, Point]) -> dict[str, Point]:
        # A digest, and the file that a store keeps under it, must not depend on the order of the keys in the file that was read.
        return dict(sorted(points.items()))

    @property
    def digest(self) -> str:
        """Names the model: equal numbers, equal digest."""
        return blake2b(self.json_bytes(), digest_size=8).hexdigest()

    @classmethod
    def from_json(cls, data: bytes) -> Model:
        """Read a model file; ValueError (pydantic's) says what is wrong with it."""
        return cls.model_validate_json(data)

    def pretty(self) -> bytes:
        """The file: readable JSON."""
        import orjson

        fields: dict[str, Any] = self.model_dump(mode="json")
        return orjson.dumps(fields, option=orjson.OPT_INDENT_2) + b"\n"

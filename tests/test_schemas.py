"""The records: described, frozen, closed when written and open when read, and the same bytes for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

import schemas
from schemas import (
    Alert,
    Bridge,
    Context,
    DeadLetter,
    ExplainedMember,
    Explanation,
    Family,
    Fingerprint,
    Furniture,
    LearnedLine,
    Lesson,
    Link,
    Match,
    Membership,
    NameChange,
    NumberChange,
    Origin,
    OutLink,
    Passage,
    Point,
    QuoteChange,
    Record,
    Run,
    Score,
    SourceLines,
    Story,
    Stretch,
    WeakestLink,
    Weight,
    export,
)

RECORDS: list[type[Record]] = sorted(
    (kind for kind in vars(schemas).values() if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record),
    key=lambda kind: kind.__name__,
)
FIELDS = [(kind, name) for kind in RECORDS for name in kind.model_fields]


def example(kind: type[Record]) -> dict[str, Any]:
    """Each required field's own example, as it would stand in JSON."""
    fields = {name: info.examples[0] for name, info in kind.model_fields.items() if info.is_required() and info.examples}
    if kind is ExplainedMember:
        return fields | {"member": example(Membership)}
    return fields | {"origin": example(Origin)} if kind in (Family, Explanation) else fields


def undescribed(kind: type[Record]) -> list[str]:
    """Fields without a description, a sentence, or without an example."""
    return [
        name for name, info in kind.model_fields.items() if not (info.description and info.description.endswith(".")) or not info.examples
    ]


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_has_a_description_and_an_example(kind: type[Record]) -> None:
    assert undescribed(kind) == []
    assert kind.__doc__


def test_a_field_without_them_is_noticed() -> None:
    """Deliberate break."""

    class Bare(Record):
        plain: int
        said: int = Field(description="How many.", examples=[1])

    assert undescribed(Bare) == ["plain"]


def adapter(info: FieldInfo) -> TypeAdapter[Any]:
    kind: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(kind)


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=[f"{kind.__name__}.{name}" for kind, name in FIELDS])
def test_an_example_is_a_value_of_its_field(kind: type[Record], name: str) -> None:
    info = kind.model_fields[name]
    assert info.examples
    adapter(info).validate_python(info.examples[0])


def test_the_exported_schemas_are_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert {path.name for path in export.FOLDER.iterdir()} == set(export.schema_files()), "none is missing, none is left over"
    assert export.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_schema_out_of_step_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Deliberate break: one file is older than the models, one is missing."""
    monkeypatch.setattr(export, "FOLDER", tmp_path / "json")
    assert export.main([]) == 0
    assert export.main(["--check"]) == 0
    (tmp_path / "json" / "story.v1.json").write_bytes(b"{}")
    (tmp_path / "json" / "run.v1.json").unlink()
    assert export.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "story.v1.json" in said
    assert "run.v1.json" in said
    assert "match.v1.json" not in said


@pytest.mark.parametrize("kind", export.EXPORTED)
def test_a_schema_names_its_fields_as_records_write_them(kind: type[Record]) -> None:
    name, version = str(kind.model_fields["schema_"].default).split("/")
    schema = orjson.loads(export.schema_files()[f"{name}.v{version}.json"])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"wirekin:{name}/{version}"
    assert schema["title"] == kind.__name__
    written = orjson.loads(kind.from_stored(example(kind)).json_bytes())
    assert list(written) == list(schema["properties"])
    assert written["schema"] == f"{name}/{version}"
    assert schema["additionalProperties"] is False
    assert all(part.get("description") for part in schema["properties"].values())


def test_every_record_that_is_stored_by_itself_is_exported() -> None:
    assert {kind for kind in RECORDS if "schema_" in kind.model_fields} == set(export.EXPORTED)
    parts = {
        Alert,
        Bridge,
        Context,
        Furniture,
        LearnedLine,
        Lesson,
        Link,
        NameChange,
        NumberChange,
        Origin,
        Passage,
        Point,
        QuoteChange,
        Score,
        SourceLines,
        Stretch,
        WeakestLink,
        Weight,
        ExplainedMember,
        OutLink,
    }
    assert set(RECORDS) - set(export.EXPORTED) == parts, "parts of others"


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_does_not_change(kind: type[Record]) -> None:
    record = kind.from_stored(example(kind))
    for name in kind.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(record, name, getattr(record, name))


def test_a_record_that_could_change_would_be_noticed() -> None:
    """Deliberate break."""

    class Loose(Link):
        model_config = ConfigDict(frozen=False)

    with pytest.raises(pytest.fail.Exception):
        test_a_record_does_not_change(Loose)


@pytest.mark.parametrize("kind", RECORDS)
def test_an_unknown_field_is_refused_when_written_and_ignored_when_read(kind: type[Record]) -> None:
    fields = example(kind)
    with pytest.raises(ValidationError, match="mood"):
        kind(**fields | {"mood": "sombre"})
    known = kind(**fields)
    assert kind.from_stored({**fields, "mood": "sombre"}) == known
    assert kind.from_stored(orjson.dumps({**fields, "mood": "sombre"})) == known


@pytest.mark.parametrize("kind", RECORDS)
def test_a_missing_or_wrong_value_is_refused_even_when_read(kind: type[Record]) -> None:
    fields = example(kind)
    for name in fields:
        with pytest.raises(ValidationError, match=name):
            kind.from_stored({k: v for k, v in fields.items() if k != name})
        with pytest.raises(ValidationError, match=name):
            kind.from_stored({**fields, name: object()})


FAMILY = Family(
    family_id="f1",
    root_uid="u1",
    origin=Origin(in_store=False, confidence="unknown", why="None of the stories names an agency."),
    status="usable",
    members=(Membership(family_id="f1", story_id="s1", uid="u1", uri="urn:test:1", relation="origin", status="usable"),),
    alerts=(Alert(family_id="f1", kind="kill", cause_uri="urn:test:1", state="unclear", evidence="…"),),
)


def test_a_record_of_the_future_is_read_to_its_very_parts() -> None:
    """A later version added a field to the family, to its origin, to a member and to an alert."""
    future = orjson.loads(FAMILY.json_bytes())
    for part in (future, future["origin"], future["members"][0], future["alerts"][0]):
        part["mood"] = {"is": ["sombre"]}
    assert Family.from_stored(future) == Family.from_stored(orjson.dumps(future)) == FAMILY
    with pytest.raises(ValidationError):
        Family(**future)


def test_a_record_of_the_past_is_read_with_defaults() -> None:
    """Before the optional fields were added."""
    old = Story.from_stored(example(Story))
    assert (old.status, old.edit_kind, old.time_basis, old.furniture, old.published) == ("usable", "new", "none", (), None)


@pytest.mark.parametrize("schema", ["dead_letter/2", "story/1"])
def test_a_record_of_another_schema_is_refused(schema: str) -> None:
    with pytest.raises(ValidationError, match="schema"):
        DeadLetter.from_stored({**example(DeadLetter), "schema": schema})


def test_canonical_json_by_hand() -> None:
    letter = DeadLetter(dead_id="d1", uri="in/ä.json#3", digest="5d", size=7, stage="parse", error="It ends early.")
    assert (
        letter.json_bytes()
        == (
            '{"schema":"dead_letter/1","dead_id":"d1","uri":"in/ä.json#3","digest":"5d","size":7,"stage":"parse","format":null,'
            '"error":"It ends early.","parser_version":null,"kept":null,"file":null,"file_digest":null,"place":null,"places":null,'
            '"provider":null,"beside":{},"first_seen":null,"attempts":1,"removed":null}'
        ).encode()
    )


TEXT = st.text(max_size=8)
STORIES = st.fixed_dictionaries(
    {"kind": st.sampled_from(["story", "notice"])} | dict.fromkeys(("story_id", "uid", "uri", "text", "text_digest", "format"), TEXT),
    optional={
        "version": st.none() | TEXT,
        "headline": st.none() | TEXT,
        "status": st.sampled_from(["usable", "withheld", "canceled"]),
        "links": st.lists(st.fixed_dictionaries({"relation": TEXT, "target": TEXT}), max_size=2),
        "furniture": st.lists(
            st.fixed_dictionaries({"start": st.integers(0, 9), "end": st.integers(0, 9), "kind": st.just("date")}), max_size=2
        ),
    },
)


@given(STORIES, st.randoms(use_true_random=False))
def test_equal_records_give_equal_bytes_and_come_back(fields: dict[str, Any], chance: Any) -> None:
    """Whatever the order in which their fields were given."""
    story = Story.from_stored(fields)
    names = list(fields)
    chance.shuffle(names)
    assert Story(**{name: fields[name] for name in names}).json_bytes() == story.json_bytes()
    back = Story.from_stored(story.json_bytes())
    assert back == story
    assert back.json_bytes() == story.json_bytes()
    assert list(orjson.loads(story.json_bytes())) == ["schema", *list(Story.model_fields)[1:]]


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=4))
def test_the_comparison_text_is_what_no_furniture_covers(text: str, spans: list[tuple[int, int]]) -> None:
    """Against a mask, one flag a character; spans of (start, length) in order, as parsers write them, may touch or overlap."""
    covered = [any(start <= at < start + length for start, length in spans) for at in range(len(text))]
    furniture = tuple(Furniture(start=start, end=start + length, kind="promo") for start, length in sorted(spans))
    story = Story.from_stored(example(Story) | {"text": text}).model_copy(update={"furniture": furniture})
    assert story.comparison_text() == "".join(char for char, hidden in zip(text, covered, strict=True) if not hidden)


def test_a_fingerprint_is_a_minhash_of_datasketch() -> None:
    """{a, b, c, d} and {c, d, e}: the true Jaccard is 2 / 5."""
    made = [MinHash(num_perm=128, seed=1) for _ in range(2)]
    for sketch, words in zip(made, ("abcd", "cde"), strict=True):
        for word in words:
            sketch.update(word.encode())
    one, other = (
        Fingerprint(
            digest="0", tokens=12, scheme=sketch.scheme, seed=1, signature=tuple(sketch.hashvalues.tolist()), bands=(), keys=()
        ).minhash()
        for sketch in made
    )
    assert one.jaccard(other) == made[0].jaccard(made[1])
    assert abs(one.jaccard(other) - 0.4) < 0.2


def test_the_story_ids_of_a_family_are_sorted_and_told_once() -> None:
    members = tuple(FAMILY.members[0].model_copy(update={"story_id": s, "uid": f"u{i}"}) for i, s in enumerate(["s2", "s1", "s2"]))
    assert FAMILY.model_copy(update={"members": members}).story_ids == ("s1", "s2")


def test_quantities_keep_to_their_range() -> None:
    for kind, name in ((Run, "seconds"), (Match, "probability"), (Furniture, "start")):
        with pytest.raises(ValidationError, match=name):
            kind.from_stored({**example(kind), name: -1})
    with pytest.raises(ValidationError, match="probability"):
        Match.from_stored({**example(Match), "probability": 1.5})

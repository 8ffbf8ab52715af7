"""JSON that is hostile, broken or said twice; whatever the bytes, no exception."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats import Limits, parse
from pipelines.trade.words import words
from schemas import DeadLetter, Story

GOOD = b'{"uri": "urn:example:1", "body_text": "The ferry left."}'
SAMPLES: tuple[bytes, ...] = tuple(
    orjson.dumps(item)
    for item in (
        {"uri": "urn:example:1", "version": "2", "headline": "Ferry", "body_html": "<p>It left.</p>", "associations": {"a": None}},
        {
            "uri": "urn:x",
            "headlines": [{"role": "main", "value": "F"}],
            "bodies": [{"role": "main", "value": "It left."}],
            "versionCreated": "x",
        },
        {
            "api_version": "2.2",
            "data": {"item": {"altids": {"itemid": "7"}, "type": "text", "bylines": [{"by": "By A"}], "body_text": "A."}},
        },
        {"data": {"items": [{"item": {"altids": {"itemid": "7"}, "renditions": {"nitf": {"href": "a.xml"}}}}]}},
        {
            "urn": "urn:x",
            "format": "digitalwires@1",
            "article_html": "<p>A.</p>",
            "categories": [{"type": "a:b"}],
            "ednotes": [{"role": "x"}],
        },
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>A.</p>", "authors": [{"name": "A"}]}]},
    )
)


def errors(data: bytes) -> list[str]:
    return [item.error if isinstance(item, DeadLetter) else item.uri for item in parse(data, "in/x.json")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b'{"uri": "urn:x:1", "body_text": "A.", "uri": "urn:x:2"}',
            ['The JSON names the field "uri" twice in one object, with two values.'],
        ),
        (
            b'{"uri" : "urn:x:1", "body_text": "A.", "u\\u0072i":"urn:x:2"}',
            ['The JSON names the field "uri" twice in one object, with two values.'],
        ),
        (b'{"uri": "urn:x:1", "body_text": "A.", "uri": "urn:x:1"}', ["urn:x:1"]),
        (b'{"uri": "urn:x:1", "body_text": "He said \\":\\" and \\"x\\": no."}', ["urn:x:1"]),
        (b'{"uri": "urn:x:1", "body_text": "Il a dit : non."}', ["urn:x:1"]),
        (b'{"uri": "urn:x:1", "body_text": "A.", "place": [{"a": 1, "a": 2}]}', ["urn:x:1"]),
        (
            b'[{"uri": "urn:x:1", "body_text": "A."}, {"uri": "urn:x:2", "body_text": "A.", "body_text": "B."}]',
            ["urn:x:1", 'The JSON names the field "body_text" twice in one object, with two values.'],
        ),
        (
            b'{"items": [{"uri": "urn:x:1", "body_text": "A."}], "items": [{"uri": "urn:x:2", "body_text": "B."}]}',
            ['The JSON names the field "items" twice in one object, with two values.'],
        ),
        (
            b'{"data": {"item": {"altids": {"itemid": "1", "itemid": "2"}, "body_text": "A."}}}',
            ['The JSON names the field "itemid" twice in one object, with two values.'],
        ),
        (
            GOOD + b'\n{"uri": "urn:x:2", "uri": "urn:x:3", "body_text": "A."}\n' + GOOD,
            ["urn:example:1", 'The JSON names the field "uri" twice in one object, with two values.', "urn:example:1"],
        ),
    ],
)
def test_a_name_that_stands_twice(data: bytes, said: list[str]) -> None:
    assert errors(data) == said


names = st.sampled_from(["uri", "body_text", "headline", "a\\", 'a":', "a :", "é", ""])
values = st.recursive(
    st.none() | st.integers(-9, 9) | st.text(max_size=6) | st.sampled_from(['":', ' :"', '\\"', '\\":']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(names, values, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_what_names_each_field_once_is_never_called_twice_named(item: dict[str, Any], indent: int | None, ascii_only: bool) -> None:
    data = json.dumps(item | {"uri": "urn:x", "body_text": "A."}, indent=indent, ensure_ascii=ascii_only).encode()
    assert not any("twice" in error for error in errors(data))


@given(st.dictionaries(names, values, max_size=4), st.integers(0, 3), st.sampled_from([": ", ":", " : ", "\n:\t"]), st.booleans())
def test_two_ids_are_noticed_wherever_they_stand(item: dict[str, Any], at: int, colon: str, escaped: bool) -> None:
    item.pop("uri", None)
    pairs = [f"{json.dumps(name)}{colon}{json.dumps(value)}" for name, value in item.items()]
    pairs.insert(min(at, len(pairs)), f'"uri"{colon}"urn:x:1"')
    name = r"u\u0072i" if escaped else "uri"
    pairs.append(f'"{name}"{colon}"urn:x:2"')
    assert errors(("{" + ", ".join(pairs) + "}").encode()) == ['The JSON names the field "uri" twice in one object, with two values.']


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a":' * 100_000, "The JSON is nested too deeply."),
        (b'{"uri": "urn:x", "body_text": "A.", "x": ' + b"[" * 1100 + b"]" * 1100 + b"}", "The JSON is nested too deeply."),
        (b'{"uri": "urn:x", "body_text": -Infinity}', "The JSON holds NaN or Infinity at line 1, column 32, which JSON does not know."),
        (
            b'{"uri": "urn:x", "body_text": "A.", "n": ' + b"7" * 5000 + b"}",
            "The JSON holds a number too large to be read at line 1, column 42.",
        ),
        (b'{"uri": "urn:x", "body_text": "\\udc00"}', "The JSON holds half a character (an unpaired surrogate) at line 1, column 32."),
    ],
)
def test_hostile_values(data: bytes, said: str) -> None:
    assert errors(data) == [said]
    assert errors(GOOD + b"\n" + data.replace(b"\n", b" ") + b"\n" + GOOD) == ["urn:example:1", said, "urn:example:1"]


def test_deep_but_lawful_nesting_harms_nothing() -> None:
    assert errors(b'{"uri": "urn:x", "body_text": "A.", "x": ' + b"[" * 900 + b"]" * 900 + b"}") == ["urn:x"]
    twice = b'{"uri": "urn:x", "body_text": "A.", "x": ' + b"[" * 900 + b'{"a": 1, "a": 2}' + b"]" * 900 + b"}"
    assert errors(b"[" + GOOD + b"," + twice + b"]")[0] == "urn:example:1"
    assert errors(twice) in (["urn:x"], ["The JSON is nested too deeply."])


def test_line_ends_and_tabs_in_texts_are_read_all_the_same() -> None:
    (story,) = parse(b'{"uri": "urn:x", "body_text": "One.\n\nTwo.\tThree."}', "in/x.json")
    assert isinstance(story, Story)
    assert story.text.startswith("One.")


def test_an_item_too_large_is_refused_and_no_other() -> None:
    large = b'{"uri": "urn:x", "body_text": "' + b"a" * 5000 + b'"}'
    for data in (b"[" + GOOD + b"," + large + b"]", GOOD + b"\n" + large):
        found = list(parse(data, "in/x.json", limits=Limits(max_item_bytes=1000)))
        assert isinstance(found[0], Story)
        assert [item.error for item in found if isinstance(item, DeadLetter)] == ["The item is larger than 1000 bytes."]


@given(st.sampled_from(SAMPLES), st.data())
def test_whatever_is_done_to_an_item_nothing_is_raised(sample: bytes, data: st.DataObject) -> None:
    broken = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(broken) - 1)))
        what = data.draw(st.sampled_from(["cut", "flip", "splice", "drop"]))
        if what == "cut":
            del broken[at:]
        elif what == "flip" and broken:
            broken[at] = data.draw(st.integers(0, 255))
        elif what == "splice":
            broken[at:at] = data.draw(st.sampled_from(SAMPLES))[: data.draw(st.integers(0, 60))]
        else:
            del broken[at : at + data.draw(st.integers(1, 20))]
    for item in parse(bytes(broken), "in/x.json", beside=lambda name: bytes(broken)):
        assert isinstance(item, Story | DeadLetter)
        item.json_bytes()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted(
    words(
        "uri guid type version versioncreated versionCreated firstcreated headline headlines bodies body_text body_html pubstatus "
        "associations infosource byline by ednote slugline located language embargoed genre profile signal evolvedfrom state "
        "altids data item items entries urn format article_html categories ednotes renditions bylines editorialtypes fixture "
        "content_html content_text title summary authors descriptions description_text dateline replacing provider"
    )
)


@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=8), st.sampled_from(SAMPLES))
def test_whatever_the_fields_hold_nothing_is_raised(fields: dict[str, Any], sample: bytes) -> None:
    item = orjson.loads(sample)
    inner = item.get("data", {}).get("item") if isinstance(item.get("data"), dict) else None
    (inner if isinstance(inner, dict) else item).update(fields)
    for found in parse(orjson.dumps(item), "in/x.json"):
        assert isinstance(found, Story | DeadLetter)
        found.json_bytes()

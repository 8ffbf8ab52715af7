"""Objects of buckets as inputs: `gs://BUCKET/PREFIX`, ingested and watched, as files of a folder are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.storage import places
from pipelines.storage.gcs import GcsStore
from pipelines.storage.objects import Objects
from tests.ingest.runs import Item, listings, ninjs
from tests.storage.emulators import AT_HOME, talking_to
from tests.storage.fake_google import FakeGoogle, Fault, Kept, serving

pytestmark = AT_HOME
WIRE = (
    "The night ferry between Brinmoor and Vellingby will not sail on Thursday because its crew of forty is on strike over shifts, "
    "the Halden Line said. Passengers with tickets may take the morning boat or ask for their money back at any office of the line."
)
ONE, TWO = ninjs("urn:test:one", WIRE, source="AP"), ninjs("urn:test:two", WIRE)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogle]:
    monkeypatch.setattr(places, "GcsStore", partial(GcsStore, pause=0.001, patience=0.2))
    with serving(FakeGoogle({"bucket": {}})) as fake, talking_to(fake.url):
        yield fake


def put(google: FakeGoogle, name: str, item: Item | bytes, generation: int = 1) -> None:
    google.buckets["bucket"][name] = Kept(item if isinstance(item, bytes) else orjson.dumps(item), generation, {})


def watch(*arguments: str) -> int:
    return main(["watch", *arguments, "--once"])


def test_what_counts_as_an_input(google: FakeGoogle) -> None:
    for number, name in enumerate(("in/a.json", "in/sub/b c#1.json", "in//odd.json", "in/.hidden/c", "in/.d", "in/", "inside/e", "f"), 1):
        put(google, name, b"x" * number, number)
    assert Objects().below("gs://bucket/in/") == {
        "gs://bucket/in//odd.json": 3,
        "gs://bucket/in/a.json": 1,
        "gs://bucket/in/sub/b c#1.json": 2,
    }
    assert Objects().below("gs://bucket/f") == {"gs://bucket/f": 8}
    assert Objects().below("gs://bucket/nothing") == {}
    assert len(Objects().below("gs://bucket")) == 5
    objects = Objects()
    assert objects.read("gs://bucket/in/sub/b c#1.json", 2) == b"xx"
    assert objects.read("gs://bucket/in/sub/b c#1.json", 1) == 2
    assert objects.read("gs://bucket/gone", 1) is None


def test_they_are_ingested_as_files_are(google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(google, "in/one.json", ONE)
    put(google, "in/broken.json", b'{"uri": ')
    assert main(["ingest", "gs://bucket/in", "--store", str(tmp_path / "store")]) == 0
    found = listings(tmp_path / "store")
    assert b'"urn:test:one"' in found["members"]
    assert orjson.loads(found["dead letters"])["uri"] == "gs://bucket/in/broken.json"
    put(google, "in/broken.json", TWO, 2)
    assert main(["replay", "--all", "--store", str(tmp_path / "store")]) == 0
    assert main(["ingest", "gs://bucket/none", "--store", str(tmp_path / "store")]) == 2
    assert "nothing lies at gs://bucket/none" in capsys.readouterr().err


def test_they_are_watched_by_generation(google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    put(google, "in/one.json", ONE)
    assert watch("gs://bucket/in/", "--store", store) == 0
    put(google, "in/two.json", TWO)
    assert watch("gs://bucket/in", "--store", store) == 0
    assert "1 file: 1 new story" in (said := capsys.readouterr().err)
    put(google, "in/two.json", TWO, 2)
    assert watch("gs://bucket/in", "--store", store) == 0
    assert "1 file: nothing new, 1 duplicate" in (said := capsys.readouterr().err)
    assert watch("gs://bucket/in", "--store", store) == 0
    assert "file" not in capsys.readouterr().err.replace("runner", "")
    assert said


def test_a_bucket_that_fails_is_said_and_forgets_nothing(google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    put(google, "in/one.json", ONE)
    assert watch("gs://bucket/in", "--store", store) == 0
    google.faults = [Fault(503, times=-1)]
    assert watch("gs://bucket/in", "--store", store) == 0
    assert "gs://bucket/in: gs://bucket/in: no answer that can be used in 0.2 seconds (503 Service Unavailable): try again." in (
        capsys.readouterr().err
    )
    google.faults = []
    assert watch("gs://bucket/in", "--store", store) == 0
    assert "file" not in capsys.readouterr().err


def test_a_store_in_the_bucket_does_not_read_itself(google: FakeGoogle, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch("gs://bucket", "--store", "gs://bucket/store") == 2
    assert "would read itself" in capsys.readouterr().err
    assert watch("gs://bucket/in", "--store", "gs://bucket/in-store") == 0
    assert watch("gs://no", "--store", "gs://bucket/store") == 2

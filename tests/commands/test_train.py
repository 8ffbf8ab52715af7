"""`wirekin train`: from a store and gold to a model file, and how ingest and a store use it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.cli import main
from pipelines.commands.train import names_in
from pipelines.commands.usage import UsageError
from pipelines.matching.scorer import Scorer, shipped_model
from pipelines.storage.current import Current
from pipelines.storage.local import LocalStore
from pipelines.storage.manifest import load_manifest
from schemas.model import Model
from tests.evaluation.test_verdict import BEETS, BEETS_AND_NURSES, FERRY, FERRY_AGAIN
from tests.ingest.runs import ninjs

CREDIT = " The Associated Press contributed to this report."
STORIES = [
    ninjs("urn:test:ferry", FERRY, source="AP"),
    ninjs("urn:test:again", FERRY_AGAIN + CREDIT, at="2025-03-04T11:00:00Z"),
    ninjs("urn:test:beets", BEETS, source="Pune Ledger"),
    ninjs("urn:test:nurses", BEETS_AND_NURSES + CREDIT, source="Tarnow Post", at="2025-03-05T11:00:00Z"),
]
GOLD = b"urn:test:ferry\tone\nurn:test:again\tone\nurn:test:beets\ttwo\nurn:test:nurses\ttwo\n"
DERIVED = b"urn:test:ferry\turn:test:again\tderivative\nurn:test:ferry\turn:test:nurses\tnegative\n"


class Place:
    """Where the files of these tests lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = str(folder / "store")
        self.stories = self.file("stories.ndjson", b"\n".join(map(orjson.dumps, STORIES)))
        self.gold = self.file("gold.tsv", GOLD)
        self.derived = self.file("derived.tsv", DERIVED)
        self.out = str(folder / "model.json")

    def file(self, name: str, data: bytes) -> str:
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def train(
        self, *more: str, lesson: str = "ferries", gold: str | None = None, derived: str | None = None, out: str | None = None
    ) -> int:
        lessons = ["--lesson", lesson, self.store, gold or self.gold]
        derivatives = ["--derivatives", self.store, derived or self.derived]
        return main(["train", *lessons, *derivatives, "--name", "ours", "--out", out or self.out, *more])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A store of four stories, and a model made from it."""
    made = Place(tmp_path_factory.mktemp("train"))
    assert main(["ingest", made.stories, "--store", made.store]) == 0
    assert made.train() == 0
    return made


def refused(capsys: pytest.CaptureFixture[str], status: int, *said: str) -> None:
    """Exit 2, and one line that says all this."""
    assert status == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wirekin: ")
    for part in said:
        assert part in line


def test_the_model_file_is_a_model_and_says_how_it_was_made(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert place.train(out=str(place.folder / "again.json")) == 0
    lines = capsys.readouterr().out.splitlines()
    data = Path(place.out).read_bytes()
    model = Model.from_json(data)
    Scorer(model)
    assert (place.folder / "again.json").read_bytes() == data == model.pretty(), "the same store and gold, the same file"
    assert [lesson.name for lesson in model.lessons] == ["ferries", "derivatives"]
    assert model.lessons[0].pairs == len(Current.of(LocalStore(place.store)).matches) >= 2
    assert model.lessons[0].positive == 2
    assert len(lines) == 3
    assert lines[0].startswith(f"ferries: {model.lessons[0].pairs} pairs, 2 of one story; held out, precision ")
    assert lines[2] == f"ours/{model.digest} is in {place.folder / 'again.json'}"


def test_a_store_keeps_its_model_and_takes_no_other(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Made with a model, then used without the flag, with the same file, and with another one."""
    store = str(tmp_path / "store")
    one, more = (place.file(f"{name}.json", orjson.dumps(STORIES[i])) for i, name in ((0, "one"), (1, "more")))
    assert main(["ingest", one, "--store", store, "--model", place.out]) == 0
    model = Model.from_json(Path(place.out).read_bytes())
    first = load_manifest(LocalStore(store))[0]
    assert first.settings["model"] == f"ours/{model.digest}"
    assert (tmp_path / "store" / "models" / f"{model.digest}.json").read_bytes() == model.pretty()
    assert main(["ingest", more, "--store", store]) == 0
    second = Current.of(LocalStore(store))
    assert second.manifest.revision > first.revision
    assert second.manifest.settings == first.settings
    assert second.rules.scorer.model == model
    (row,) = second.matches
    assert float(row["odds"]) == pytest.approx(float(Scorer(model).odds(row["features"][None])[0]), rel=1e-5)
    assert float(row["odds"]) != pytest.approx(float(Scorer(shipped_model()).odds(row["features"][None])[0]), rel=1e-3)
    capsys.readouterr()
    other = place.file("shipped.json", shipped_model().pretty())
    refused(capsys, main(["ingest", more, "--store", store, "--model", other]), f"ours/{model.digest}", "wirekin rebuild")
    assert not list((tmp_path / "store" / "models").glob(f"{shipped_model().digest}*")), "a refused model leaves nothing behind"


WITHOUT_POINT = {"points": {"balanced": shipped_model().points["balanced"]}}
OTHER_FEATURE = orjson.dumps(orjson.loads(shipped_model().json_bytes())).replace(b'"flow"', b'"mood"')


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "cannot be read"),
        (b"", "is no model file"),
        (b"\xff\xfe", "is no model file"),
        (b'{"schema": "model/1"}', "is no model file (name: Field required)"),
        (shipped_model().pretty().replace(b"model/1", b"model/2"), "is no model file (schema"),
        (OTHER_FEATURE, "weighs 'mood'"),
        (shipped_model().model_copy(update=WITHOUT_POINT).pretty(), "lacks the operating point precise"),
    ],
)
def test_a_file_that_is_no_model_is_refused_before_anything_is_written(
    data: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story, name = tmp_path / "story.json", tmp_path / "model.json"
    story.write_bytes(orjson.dumps(STORIES[0]))
    if data is not None:
        name.write_bytes(data)
    status = main(["ingest", str(story), "--store", str(tmp_path / "store"), "--model", str(name)])
    refused(capsys, status, str(name), said, *(() if data is None else ("wirekin train",)))
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("ferries=much", "write ferries=0.5"),
        ("ferries=-1", "write ferries=0.5"),
        ("ferries=0", "write ferries=0.5"),
        ("ferries=nan", "write ferries=0.5"),
        ("ferries=inf", "write ferries=0.5"),
        ("=2", "write NAME=0.5"),
    ],
)
def test_a_weight_that_is_none_is_refused(given: str, said: str, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, place.train(lesson=given), f"--lesson {given}", said)


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (b"", "it holds no line of gold"),
        (b"\xff", "line 1: it is not UTF-8"),
        (b"urn:test:ferry\n", "line 1: there must be two columns"),
        (b"urn:test:gone\tone\nurn:test:lost\tone\n", "wirekin members prints the uris"),
        (b"urn:test:ferry\tone\nurn:test:beets\ttwo\n", "leave the lesson ferries out"),
        (b"urn:test:ferry\tone\nurn:test:again\tone\n", "and pairs that do not"),
    ],
)
def test_gold_that_teaches_nothing_is_refused(gold: bytes, said: str, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, place.train(gold=place.file("bad.tsv", gold)), said)


@pytest.mark.parametrize(
    ("derived", "said"),
    [
        (b"", "there must be derivatives and negatives"),
        (b"\xff", "line 1: it is not UTF-8"),
        (b"urn:test:ferry\n", "line 1: '' is neither derivative nor negative"),
        (DERIVED + b"urn:test:ferry\turn:test:gone\tnegative\n", "line 3: the store does not have both"),
    ],
)
def test_gold_of_derivatives_that_cannot_be_used_is_refused(
    derived: bytes, said: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, place.train(derived=place.file("bad.tsv", derived)), "bad.tsv", said)


def test_files_and_stores_that_are_not_there_are_named(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place.folder
    refused(capsys, place.train(gold=str(folder / "gone.tsv")), "gone.tsv cannot be read")
    refused(capsys, place.train(derived=str(folder / "gone.tsv")), "gone.tsv cannot be read")
    refused(capsys, place.train(out=str(folder / "nowhere" / "model.json")), "there is no folder for")
    refused(capsys, place.train(out=str(folder)), "cannot be written")
    refused(capsys, place.train("--not-judged", str(folder / "gone.txt")), "gone.txt cannot be read")
    refused(capsys, place.train("--listed-only", "beets"), "--listed-only beets", "no --lesson is called so")
    lesson = ["--lesson", "one", str(folder / "gone"), place.gold, "--derivatives", place.store, place.derived]
    refused(capsys, main(["train", *lesson, "--name", "ours", "--out", place.out]), "there is no store at", "wirekin ingest")


def test_names_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes("\ufeff# tables\r\nurn:test:one\r\n\n  urn:test:zwölf \n # more\n".encode())
    assert names_in(str(file)) == {"urn:test:one", "urn:test:zwölf"}
    assert names_in(None) == frozenset()
    file.write_bytes("urn:test:zwölf".encode("latin-1"))
    with pytest.raises(UsageError, match=r"names.txt is not UTF-8: save it as UTF-8"):
        names_in(str(file))

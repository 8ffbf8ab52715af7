"""Templates and what they launch: in step with the commands, and with the job that the command itself would run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import orjson
import pytest

from bench import templates
from pipelines.cli import main as wirekin
from pipelines.cli import parser
from pipelines.commands import stream
from pipelines.launch import BATCH, STREAMING, TEMPLATES, Template, as_command, main, taken
from tests.ingest.runs import listings, ninjs

ROOT = Path(__file__).parents[2]
KINDS = {"TEXT", "GCS_READ_FOLDER", "GCS_WRITE_FOLDER", "PUBSUB_SUBSCRIPTION", "PUBSUB_TOPIC"}
"""Of Dataflow's ParameterType those that are used."""
SAMPLES = {
    "input": "gs://bucket/in,gs://bucket/more",
    "store": "gs://bucket/store",
    "source": "Halden Courier",
    "horizon": "7",
    "operating_point": "precise",
    "cap": "64",
    "head": "8",
    "text": "none",
    "dead_letters": "reference",
    "max_raw_bytes": "1024",
    "subscription": "projects/paper/subscriptions/items",
    "dead_letter_topic": "projects/paper/topics/dead",
    "events_topic": "projects/paper/topics/events",
    "allowed_lateness": "7",
}


def test_the_files_are_in_step_with_the_commands() -> None:
    assert {path: path.read_text(encoding="utf-8") for path in (ROOT / "deploy" / "template").glob("*.json")} == templates.files()


def test_a_file_that_is_not_in_step_is_found_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert templates.main(["--check"]) == 0
    monkeypatch.setattr(templates, "TEMPLATES", (Template("batch", "other", "other", "ingest", BATCH.parameters),))
    assert templates.main(["--check"]) == 1
    assert "batch.json is not in step" in capsys.readouterr().err


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.file)
def test_the_metadata_is_what_dataflow_takes(template: Template) -> None:
    found = json.loads((ROOT / "deploy" / "template" / f"{template.file}.json").read_text(encoding="utf-8"))
    assert found["streaming"] is template.streaming
    names = [parameter["name"] for parameter in found["parameters"]]
    assert len(names) == len(set(names))
    for parameter in found["parameters"]:
        assert re.fullmatch(r"[a-z][a-z_]*", parameter["name"])
        assert parameter["paramType"] in KINDS
        assert parameter["label"]
        assert re.fullmatch(r"[A-Z].*\.", parameter["helpText"])
        for pattern in parameter.get("regexes", []):
            assert re.fullmatch(pattern, SAMPLES[parameter["name"]])
            assert not re.fullmatch(pattern, f"{SAMPLES[parameter['name']]}\n!")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.file)
def test_every_parameter_is_a_flag_of_its_command(template: Template) -> None:
    flags = templates.flags_of(template.command)
    if flags is None:
        pytest.skip(f"there is no command {template.command} yet")
    assert [parameter.flag for parameter in template.parameters if parameter.flag is not None and parameter.flag not in flags] == []
    required = {name for name, action in flags.items() if action.required}
    assert required <= {parameter.flag for parameter in template.parameters if not parameter.optional}


def test_parameters_become_the_command_and_the_rest_is_beams() -> None:
    argv = [
        "--input=gs://b/in,gs://b/more",
        "--store=gs://b/s",
        "--source=",
        "--dead_letters=reference",
        "--runner=X",
        "--job_name=j",
        "-v",
    ]
    given, rest = taken(BATCH, argv)
    assert rest == ["--runner=X", "--job_name=j", "-v"]
    assert as_command(BATCH, given) == ["ingest", "gs://b/in", "gs://b/more", "--store=gs://b/s", "--dead-letters=reference"]


def test_a_launched_job_gives_what_the_command_gives(tmp_path: Path) -> None:
    text = "Growers near Ostrava Hill asked the ministry for a bridging loan until spring after beet prices fell again last week."
    (tmp_path / "one.json").write_bytes(orjson.dumps(ninjs("urn:test:one", text)))
    (tmp_path / "two.json").write_bytes(orjson.dumps(ninjs("urn:test:two", text, source="AP")))
    inputs = f"--input={tmp_path}/one.json,{tmp_path}/two.json"
    assert main([inputs, f"--store={tmp_path}/launched", "--horizon=3", "--runner=DirectRunner", "--job_name=test"]) == 0
    assert wirekin(["ingest", f"{tmp_path}/one.json", f"{tmp_path}/two.json", "--store", f"{tmp_path}/own", "--horizon", "3"]) == 0
    assert listings(tmp_path / "launched") == listings(tmp_path / "own")


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["--store=gs://b/s"], "the parameter input is needed"),
        (["--input=gs://b/in", "--store="], "the parameter store is needed"),
        (["--subscription=projects/p/subscriptions/s"], "the parameter store is needed"),
    ],
)
def test_wrong_parameters(argv: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert why in capsys.readouterr().err


def test_a_streaming_job_is_built_of_its_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_can_import", lambda module: True)
    given, _ = taken(
        STREAMING, [f"--store={tmp_path}/s", "--subscription=projects/p/subscriptions/s", "--allowed_lateness=3", "--horizon=5"]
    )
    job = stream.live_job(parser().parse_args(as_command(STREAMING, given)))
    assert job.live is not None
    assert (job.live.messages.subscription, job.live.lateness_days, job.match.horizon_days) == ("projects/p/subscriptions/s", 3, 5)
    assert (job.live.pace.every, job.live.news_to, job.live.dead_to) == (2.0, None, None)


def test_without_the_extra_a_stream_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stream, "_can_import", lambda module: False)
    assert main(["--subscription=projects/p/subscriptions/s", f"--store={tmp_path}/s"]) == 2
    assert "pip install 'wirekin[gcp]'" in capsys.readouterr().err

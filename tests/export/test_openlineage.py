"""A run as an OpenLineage event: the classes of the client take it, and it is the same each time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openlineage.client import event_v2, facet_v2
from openlineage.client.serde import Serde

from pipelines.export.openlineage import dataset, event, run_id
from schemas import Run

RUN = Run(
    revision=3, started="2025-03-05T06:00:00Z", seconds=1.5, runner="FnApiRunner", inputs=("wires", "gs://bucket/in/day.ndjson"), read=12,
    stories=9, notices=1, duplicates=1, dead=1, candidates=7, compared=5, matches=3,
)  # fmt: skip
SETTINGS = {"model": "invented/0123", "horizon_days": 7}


def facets(told: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """As classes of the client, those that it has."""
    return {
        name: known[name](**{key: value for key, value in facet.items() if not key.startswith("_")}) if name in known else facet
        for name, facet in told.items()
    }


def test_the_classes_of_the_client_take_it_and_give_it_back() -> None:
    told = event(RUN, "gs://bucket/store", SETTINGS, "9.9.9")
    made = event_v2.RunEvent(
        eventType=event_v2.RunState(told["eventType"]),
        eventTime=told["eventTime"],
        run=event_v2.Run(
            runId=told["run"]["runId"],
            facets=facets(told["run"]["facets"], {"processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet}),
        ),
        job=event_v2.Job(
            namespace=told["job"]["namespace"],
            name=told["job"]["name"],
            facets=facets(told["job"]["facets"], {"jobType": facet_v2.job_type_job.JobTypeJobFacet}),
        ),
        inputs=[event_v2.InputDataset(**one) for one in told["inputs"]],
        outputs=[
            event_v2.OutputDataset(
                namespace=one["namespace"],
                name=one["name"],
                facets=facets(one["facets"], {"version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet}),
                outputFacets=facets(
                    one["outputFacets"], {"outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet}
                ),
            )
            for one in told["outputs"]
        ],
        producer=told["producer"],
    )
    again = json.loads(Serde.to_json(made))
    assert again.keys() == told.keys()
    for key in ("eventType", "eventTime", "producer", "schemaURL"):
        assert again[key] == told[key]
    assert again["run"]["facets"]["processing_engine"].keys() >= {"version", "name"}
    assert again["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 10


def test_it_says_what_went_in_and_came_out() -> None:
    told = event(RUN, "here/store", SETTINGS, "9.9.9")
    assert (told["eventType"], told["eventTime"]) == ("COMPLETE", "2025-03-05T06:00:01.500000Z")
    assert [(one["namespace"], one["name"]) for one in told["inputs"]] == [("file", "wires"), ("gs://bucket", "in/day.ndjson")]
    assert "inputFacets" not in told["inputs"][0]  # how many came from which of the two is not kept
    assert [(one["namespace"], one["name"]) for one in told["outputs"]] == [("file", "here/store")]
    counts = told["run"]["facets"]["wirekin_counts"]
    assert counts["read"] == counts["stories"] + counts["notices"] + counts["duplicates"] + counts["dead"]
    assert told["run"]["facets"]["wirekin_settings"]["model"] == "invented/0123"
    assert "wirekin_settings" not in event(RUN, "here/store", None, "9.9.9")["run"]["facets"]
    one = event(RUN.model_copy(update={"inputs": ("wires",)}), "s", None, "9.9.9")
    assert one["inputs"][0]["inputFacets"]["inputStatistics"]["rowCount"] == 12


@pytest.mark.parametrize(
    ("changed", "name"),
    [({}, "ingest"), ({"inputs": (), "replayed": 2}, "replay"), ({"inputs": ()}, "rebuild")],
)
def test_the_job_is_named_by_what_it_did(changed: dict[str, Any], name: str) -> None:
    assert event(RUN.model_copy(update=changed), "s", None, "9.9.9")["job"]["name"] == name


def test_a_run_has_one_name_and_two_runs_have_two() -> None:
    assert run_id(RUN) == run_id(Run.from_stored(RUN.json_bytes()))
    others = [RUN.model_copy(update=change) for change in ({"revision": 4}, {"started": "2025-03-05T06:00:01Z"}, {"inputs": ("wires",)})]
    assert len({run_id(one) for one in (RUN, *others)}) == 4


def test_datasets_are_named_by_the_rules_of_openlineage() -> None:
    assert dataset("gs://bucket") == ("gs://bucket", "/")
    assert dataset("/data/wires") == ("file", "/data/wires")

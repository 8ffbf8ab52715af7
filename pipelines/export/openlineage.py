"""A run as an OpenLineage RunEvent (specification 2-0-2): one COMPLETE event with what went in, what came out, and by which settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from pipelines.export.names import OURS
from schemas import Run

_SPEC: Final = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
_FACETS: Final = "https://openlineage.io/spec/facets/"
_INPUT_STATISTICS: Final = _FACETS + "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet"
_OUTPUT_STATISTICS: Final = _FACETS + "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet"
_VERSION: Final = _FACETS + "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet"
_ENGINE: Final = _FACETS + "1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet"
_JOB_TYPE: Final = _FACETS + "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet"
_COUNTS: Final = (
    "read", "stories", "notices", "late", "duplicates", "dead", "candidates", "compared", "matches", "replayed",
)  # fmt: skip


def run_id(run: Run) -> UUID:
    """A name for the run for all the world: a hash of what its record says of when and of what it was. A copy of a store has the same."""
    return uuid5(NAMESPACE_URL, "\0".join((OURS + "run", str(run.revision), run.started, f"{run.seconds:.3f}", *run.inputs)))


def event(run: Run, store: str, settings: Mapping[str, Any] | None, software: str) -> dict[str, Any]:
    """The event. `store`: where the store lies, as the user calls it; `settings`: what the results of that run depend on, None where they
    are not known; `software`: Wirekin's version."""
    producer = f"{OURS}software:{software}"
    ended = datetime.fromisoformat(run.started) + timedelta(seconds=run.seconds)

    def facet(schema: str, **fields: Any) -> dict[str, Any]:
        return {"_producer": producer, "_schemaURL": schema, **fields}

    namespace, name = dataset(store)
    return {
        "eventType": "COMPLETE",
        "eventTime": ended.isoformat().replace("+00:00", "Z"),
        "run": {
            "runId": str(run_id(run)),
            "facets": {
                "processing_engine": facet(_ENGINE, version=software, name=run.runner),
                **({} if settings is None else {"wirekin_settings": facet(f"{_SPEC}#/$defs/RunFacet", **settings)}),
                "wirekin_counts": facet(
                    f"{_SPEC}#/$defs/RunFacet",
                    revision=run.revision,
                    seconds=run.seconds,
                    **{count: getattr(run, count) for count in _COUNTS},
                ),
            },
        },
        "job": {
            "namespace": "wirekin",
            "name": "ingest" if run.inputs else "replay" if run.replayed else "rebuild",
            "facets": {"jobType": facet(_JOB_TYPE, processingType="BATCH", integration="BEAM", jobType="JOB")},
        },
        "inputs": [_input(one, run, facet) for one in run.inputs],
        "outputs": [
            {
                "namespace": namespace,
                "name": name,
                "facets": {"version": facet(_VERSION, datasetVersion=str(run.revision))},
                "outputFacets": {"outputStatistics": facet(_OUTPUT_STATISTICS, rowCount=run.stories + run.notices)},
            }
        ],
        "producer": producer,
        "schemaURL": f"{_SPEC}#/$defs/RunEvent",
    }


def _input(name: str, run: Run, facet: Any) -> dict[str, Any]:
    """One input as typed. How many items came from each is not kept: the count stands where there was one input only."""
    namespace, path = dataset(name)
    out: dict[str, Any] = {"namespace": namespace, "name": path}
    if len(run.inputs) == 1:
        out["inputFacets"] = {"inputStatistics": facet(_INPUT_STATISTICS, rowCount=run.read)}
    return out


def dataset(place: str) -> tuple[str, str]:
    """(namespace, name) of a file, a folder or a place in a bucket, by the naming rules of OpenLineage: gs://BUCKET and the path below
    it, else `file` and the path as typed."""
    if place.startswith("gs://"):
        bucket, _, path = place.removeprefix("gs://").partition("/")
        return f"gs://{bucket}", path or "/"
    return "file", place

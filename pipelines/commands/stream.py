"""`wirekin stream --subscription S --store S`: items from Pub/Sub to families, as they come, on an engine."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from importlib.util import find_spec
from time import time
from typing import TYPE_CHECKING, Final

from pipelines.commands.ingest import RUNNERS, add_flags, add_kept, import_beam, job_for, run_settings
from pipelines.commands.usage import UsageError, add_store, store_at
from pipelines.storage.manifest import load_manifest

if TYPE_CHECKING:
    import apache_beam as beam

    from pipelines.ingest import Job

ON_BUNDLES: Final = "BundleBasedDirectRunner"
ENGINES: Final = {"DataflowRunner": RUNNERS["DataflowRunner"], ON_BUNDLES: ON_BUNDLES}
"""Runners that read Pub/Sub from Python."""
EVERY: Final = 2.0


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register `stream`. Flags that it does not know pass through to Beam."""
    parser = commands.add_parser("stream", allow_abbrev=False, help="take in items from Pub/Sub as they come, on an engine")
    parser.add_argument(
        "--subscription", required=True, metavar="NAME", help="the Pub/Sub subscription of the items: projects/PROJECT/subscriptions/NAME"
    )
    add_store(parser)
    parser.add_argument("--events-topic", metavar="NAME", help="the Pub/Sub topic for what happens to families, and for alerts")
    parser.add_argument("--dead-letter-topic", metavar="NAME", help="the Pub/Sub topic for items that cannot be used, each with its reason")
    parser.add_argument(
        "--allowed-lateness",
        type=int,
        metavar="N",
        help="how late an item may come and find its days in memory, in days (default: the horizon)",
    )
    parser.add_argument("--every", type=float, default=EVERY, metavar="SECONDS", help=f"between two publications (default: {EVERY:g})")
    add_flags(parser)
    add_kept(parser)
    parser.add_argument(
        "--runner", default="DataflowRunner", choices=sorted(ENGINES), help="Beam runner (default: DataflowRunner; the other is for trials)"
    )
    parser.set_defaults(run=_run, takes_beam_flags=True)


def _run(arguments: argparse.Namespace) -> int:
    job = live_job(arguments)
    import apache_beam as beam

    from pipelines.ingest import build
    from pipelines.stages.options import RememberedOptions

    print(f"runner: {arguments.runner}", file=sys.stderr)
    pipeline = beam.Pipeline(options=RememberedOptions([f"--runner={ENGINES[arguments.runner]}", "--streaming", *arguments.beam_flags]))
    build(pipeline, job)
    pipeline.run().wait_until_finish()
    return 0


def live_job(arguments: argparse.Namespace) -> Job:
    """The job that the flags ask for, on the store as it is."""
    if (arguments.allowed_lateness or 0) < 0 or arguments.every < 0:
        raise UsageError("--allowed-lateness and --every must be 0 or more")
    if not _can_import("google.cloud.pubsub_v1"):
        raise UsageError("Pub/Sub takes an extra: pip install 'wirekin[gcp]'")
    store, run = store_at(arguments.store), run_settings(arguments)
    made = job_for(store, arguments, run, ())(*load_manifest(store))
    import_beam()
    from pipelines.ingest import Live
    from pipelines.streaming.messages import ReadMessages
    from pipelines.streaming.take import Pace

    messages = ReadMessages(arguments.subscription, run.max_file_bytes, arguments.source)
    # The bundle-based runner never fires timers of a clock while it reads Pub/Sub: there each bundle is published when it comes.
    pace = Pace(0.0 if arguments.runner == ON_BUNDLES else arguments.every, time)
    news, dead = (_topic(name) for name in (arguments.events_topic, arguments.dead_letter_topic))
    return replace(made, live=Live(messages, pace, news, dead, arguments.allowed_lateness))


def _topic(name: str | None) -> beam.PTransform | None:
    if name is None:
        return None
    from apache_beam.io.gcp.pubsub import WriteToPubSub

    return WriteToPubSub(name)


def _can_import(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

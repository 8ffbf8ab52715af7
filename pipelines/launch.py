"""What a Dataflow Flex Template runs to launch a job: `--name=value` for each of its parameters, Beam's options beside them.

A launcher builds the graph and goes: it must not wait for the job. So nobody is there to run a job again that another one was faster than:
such a job changes nothing, and is launched again. The metadata in `deploy/template` is made of the parameters here
(`python -m bench.templates`), and these of the flags of the command.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pipelines.commands.ingest import RUNNERS, import_beam, job_for, run_settings
from pipelines.commands.inputs import input_files
from pipelines.commands.stream import ENGINES, live_job
from pipelines.commands.usage import UsageError, store_at
from pipelines.storage.manifest import load_manifest

if TYPE_CHECKING:
    from pipelines.ingest import Job

Kind = Literal["TEXT", "GCS_READ_FOLDER", "GCS_WRITE_FOLDER", "PUBSUB_SUBSCRIPTION", "PUBSUB_TOPIC"]
OBJECTS: Final = r"^gs://[^\n\r]+$"
LIST: Final = r"^gs://[^\n\r,]+(,gs://[^\n\r,]+)*$"
SUBSCRIPTION: Final = r"^projects/[^\n\r/]+/subscriptions/[^\n\r/]+$"
TOPIC: Final = r"^projects/[^\n\r/]+/topics/[^\n\r/]+$"
DAYS: Final = r"^[0-9]{1,3}$"


@dataclass(frozen=True)
class Parameter:
    """One thing to be said at a launch. `flag`: that of the command, without dashes; None for its inputs, which stand alone there."""

    name: str
    flag: str | None
    label: str
    kind: Kind = "TEXT"
    pattern: str | None = None
    optional: bool = True
    help: str | None = None
    """None: what the command says of the flag."""


@dataclass(frozen=True)
class Template:
    """A kind of job: the command whose flags it takes, and its parameters in the order in which a form shows them."""

    file: str
    name: str
    description: str
    command: str
    parameters: tuple[Parameter, ...]
    streaming: bool = False


STORE: Final = Parameter("store", "store", "Store", "GCS_WRITE_FOLDER", OBJECTS, optional=False)
SETTINGS: Final = (
    Parameter("source", "source", "Provider"),
    Parameter("horizon", "horizon", "Horizon in days", pattern=DAYS),
    Parameter("operating_point", "operating-point", "Operating point", pattern="^(precise|balanced|wide)$"),
)
BATCH: Final = Template(
    "batch",
    "Wirekin: stories to families, bounded",
    "Reads news items of any format from Cloud Storage, finds the rewrites of the same story, and adds them to a store in Cloud Storage.",
    "ingest",
    (
        Parameter(
            "input",
            None,
            "Items",
            "GCS_READ_FOLDER",
            LIST,
            optional=False,
            help="where the items lie: gs://BUCKET/PREFIX, several with commas",
        ),
        STORE,
        *SETTINGS,
        Parameter("cap", "cap", "Texts under one key", pattern="^[0-9]{1,9}$"),
        Parameter("head", "head", "Texts under a common key", pattern="^[0-9]{1,9}$"),
        Parameter("text", "text", "Words in the store", pattern="^(all|none)$"),
        Parameter("dead_letters", "dead-letters", "Bytes of dead letters", pattern="^(bytes|reference)$"),
        Parameter("max_raw_bytes", "max-raw-bytes", "Most bytes of a dead letter", pattern="^[0-9]{1,12}$"),
    ),
)
STREAMING: Final = Template(
    "streaming",
    "Wirekin: stories to families, as they come",
    "Reads news items from Pub/Sub as they come, keeps families of rewrites in a store in Cloud Storage, and tells what happens to them.",
    "stream",
    (
        Parameter(
            "subscription", "subscription", "Items", "PUBSUB_SUBSCRIPTION", SUBSCRIPTION, optional=False,
            help="the Pub/Sub subscription of the items: projects/PROJECT/subscriptions/NAME",
        ),
        STORE,
        Parameter(
            "dead_letter_topic", "dead-letter-topic", "Dead letters", "PUBSUB_TOPIC", TOPIC,
            help="the Pub/Sub topic for items that cannot be used, each with its reason: projects/PROJECT/topics/NAME",
        ),
        Parameter(
            "events_topic", "events-topic", "Events", "PUBSUB_TOPIC", TOPIC,
            help="the Pub/Sub topic for what happens to families, and for alerts: projects/PROJECT/topics/NAME",
        ),
        SETTINGS[1],
        Parameter(
            "allowed_lateness", "allowed-lateness", "Allowed lateness in days", pattern=DAYS,
            help="how late an item may come and still be matched at once, in days (default: the horizon)",
        ),
    ),
    streaming=True,
)  # fmt: skip
TEMPLATES: Final = (BATCH, STREAMING)


def taken(template: Template, argv: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The parameters of a template among `--name=value`, and the rest: Beam's. An empty value is none: forms send those."""
    names = {parameter.name for parameter in template.parameters}
    given: dict[str, str] = {}
    rest: list[str] = []
    for argument in argv:
        name, equals, value = argument.removeprefix("--").partition("=")
        if argument.startswith("--") and equals and name in names:
            if value:
                given[name] = value
        else:
            rest.append(argument)
    lacking = [parameter.name for parameter in template.parameters if not parameter.optional and parameter.name not in given]
    if lacking:
        raise UsageError(f"the parameter {lacking[0]} is needed")
    return given, rest


def as_command(template: Template, given: dict[str, str]) -> list[str]:
    """The command that says the same."""
    words = [template.command]
    for parameter in template.parameters:
        value = given.get(parameter.name)
        if value is not None:
            words += value.split(",") if parameter.flag is None else [f"--{parameter.flag}={value}"]
    return words


def launch(argv: Sequence[str], parser: argparse.ArgumentParser) -> None:
    """Build the graph of the job that the parameters ask for, and hand it to its runner. Does not wait for it."""
    template = STREAMING if any(argument.startswith("--subscription=") for argument in argv) else BATCH
    given, rest = taken(template, argv)
    runner = next((word.partition("=")[2] for word in rest if word.startswith("--runner=")), "DataflowRunner")
    flags = [word for word in rest if not word.startswith("--runner=")]
    arguments = parser.parse_args([*as_command(template, given), f"--runner={runner}"])
    job = live_job(arguments) if template.streaming else _batch_job(arguments)
    import_beam()
    import apache_beam as beam

    from pipelines.ingest import build
    from pipelines.stages.options import RememberedOptions

    # All code is in packages of the image: nothing of a main module need be sent to the workers.
    engine = ENGINES[runner] if template.streaming else RUNNERS[runner]
    streaming = ["--streaming"] if template.streaming else []
    pipeline = beam.Pipeline(options=RememberedOptions([f"--runner={engine}", "--no_save_main_session", *streaming, *flags]))
    build(pipeline, job)
    pipeline.run()


def _batch_job(arguments: argparse.Namespace) -> Job:
    store = store_at(arguments.store)
    names = input_files(arguments.inputs)
    return job_for(store, arguments, run_settings(arguments), names)(*load_manifest(store))


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 launched, 2 parameters that are wrong."""
    from pipelines.cli import parser

    try:
        launch(sys.argv[1:] if argv is None else argv, parser())
    except UsageError as error:
        print(f"wirekin: {error}", file=sys.stderr)
        return 2
    return 0

"""Image and infrastructure, as far as can be told without a container engine and without Google: what is not here is skipped, and said."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pipelines.launch import STREAMING

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
TERRAFORM = ROOT / "deploy" / "terraform"
LOCK = ROOT / "deploy" / "requirements-image.lock"


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_image_has_the_beam_that_is_tested() -> None:
    (beam,) = re.findall(r"^ARG BEAM=(\S+)$", DOCKERFILE.read_text(), re.MULTILINE)
    (locked,) = re.findall(r"^apache-beam==(\S+)", LOCK.read_text(), re.MULTILINE)
    assert beam == locked == version("apache-beam")


def test_the_image_has_the_python_of_its_lock() -> None:
    (python,) = re.findall(r"^FROM python:(\d+\.\d+)-", DOCKERFILE.read_text(), re.MULTILINE)
    assert f"--python-version {python} " in LOCK.read_text()
    assert f"beam_python{python}_sdk" in DOCKERFILE.read_text()


def test_the_lock_of_the_image_goes_with_that_of_the_tests() -> None:
    """Families depend on what parses, stems and weighs: the image must not do it by another version than the tests do."""
    image, tests = (
        set(re.findall(r"^([\w.-]+)==(\S+)", file.read_text(), re.MULTILINE)) for file in (LOCK, ROOT / "deploy" / "requirements.lock")
    )
    names = {name for name, _ in image}
    both = names & {name for name, _ in tests}
    assert {"apache-beam", "datasketch", "numba", "wordfreq", "pystemmer", "trafilatura", "pydantic"} <= both
    assert {(name, locked) for name, locked in image if name in both} <= tests
    assert {"google-cloud-pubsub", "google-cloud-storage"} <= names
    assert "pytest" not in names


def test_the_image_takes_nothing_that_is_not_there_or_not_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE.read_text(), re.MULTILINE) for word in line.split()[:-1]}
    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_dockerfile_is_linted() -> None:
    done = run(tool("hadolint"), str(DOCKERFILE))
    assert done.returncode == 0, done.stdout


def test_the_terraform_files_are_formatted() -> None:
    done = run(tool("terraform"), "fmt", "-check", "-diff", str(TERRAFORM))
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def module() -> dict[str, Any]:
    """The module as one: kind of block -> the blocks of all files."""
    hcl2 = pytest.importorskip("hcl2", reason="python-hcl2 is not installed")
    found: dict[str, Any] = {}
    for file in sorted(TERRAFORM.glob("*.tf")):
        with file.open(encoding="utf-8") as opened:
            for kind, blocks in hcl2.load(opened).items():
                found.setdefault(kind, []).extend(blocks if isinstance(blocks, list) else [blocks])
    return found


def plain(name: str) -> str:
    return name.strip('"')


def test_variables_are_used_and_what_is_used_is_declared(module: dict[str, Any]) -> None:
    text = "".join(file.read_text() for file in TERRAFORM.glob("*.tf"))
    declared = {plain(name) for block in module["variable"] for name in block}
    assert set(re.findall(r"\bvar\.(\w+)", text)) == declared
    own = {plain(name) for block in module["locals"] for name in block if not name.startswith("__")}
    assert set(re.findall(r"\blocal\.(\w+)", text)) == own


def test_resources_that_are_named_are_declared(module: dict[str, Any]) -> None:
    text = "".join(file.read_text() for file in TERRAFORM.glob("*.tf"))
    declared = {(plain(kind), plain(name)) for block in module["resource"] for kind, named in block.items() for name in named}
    named = set(re.findall(r"(?<!\.)\b(google_\w+)\.(\w+)", re.sub(r"data\.google_\w+\.\w+", "", text)))
    assert named <= declared
    kinds = {kind for kind, _ in declared}
    assert {"google_pubsub_topic", "google_pubsub_subscription", "google_storage_bucket", "google_service_account"} <= kinds


def test_the_job_is_given_the_parameters_of_the_template() -> None:
    (block,) = re.findall(r"  parameters = \{\n(.*?)\n  \}", (TERRAFORM / "main.tf").read_text(), re.DOTALL)
    given = set(re.findall(r"^    (\w+) +=", block, re.MULTILINE))
    assert given == {parameter.name for parameter in STREAMING.parameters}


def test_the_rights_are_those_that_the_job_needs() -> None:
    text = (TERRAFORM / "main.tf").read_text()
    assert set(re.findall(r"\"(roles/[\w.]+)\"", text)) == {
        "roles/artifactregistry.reader",
        "roles/dataflow.worker",
        "roles/pubsub.publisher",
        "roles/pubsub.subscriber",
        "roles/pubsub.viewer",
        "roles/storage.objectUser",
    }
    project_wide = re.findall(r'resource "google_project_iam_member" "\w+" \{.*?role\s*=\s*"([^"]+)"', text, re.DOTALL)
    assert project_wide == ["roles/dataflow.worker"]

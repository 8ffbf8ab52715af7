"""How many examples hypothesis tries: few in `make test`, and always the same, so that a commit is green or red whatever the day;
many new ones at each `make test-long`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from bench.remembered_arguments import remember_arguments

settings.register_profile(
    "default", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("long", settings.get_profile("default"), max_examples=400, derandomize=False)
settings.load_profile("default")

remember_arguments()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Engines that are not on every machine."""
    parser.addoption("--prism", help="where Beam's Prism is, for tests/engines")
    parser.addoption("--pubsub", help="where a Pub/Sub server is, for tests/engines: it is started with a port")
    parser.addoption("--flink", help="where Beam's job server for Flink is, for tests/engines")

"""Services for the stores that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.storage import emulators
from tests.storage.emulators import Service, talking_to
from tests.storage.fake_google import FakeGoogle, serving


@pytest.fixture
def fake() -> Iterator[FakeGoogle]:
    """An empty service of our own, with the bucket `bucket`."""
    with serving(FakeGoogle({"bucket": {}})) as google, talking_to(google.url):
        yield google


@pytest.fixture
def google(fake: FakeGoogle) -> Service:
    """The same, as a service."""
    return Service(fake.url)


@pytest.fixture
def emulator() -> Iterator[Service]:
    """A `fake-gcs-server`."""
    with emulators.emulator() as service, talking_to(service.url):
        yield service

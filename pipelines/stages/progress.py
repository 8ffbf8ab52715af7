"""What a stage says while it works: one log line a step, which a terminal turns into a progress bar."""

from __future__ import annotations

import logging

from apache_beam.metrics import Metrics

LOG = logging.getLogger("wirekin.progress")
NAMESPACE = "wirekin"


def count(name: str, amount: int = 1) -> None:
    """Add to a Beam counter of the job and tell whoever listens."""
    if amount:
        Metrics.counter(NAMESPACE, name).inc(amount)
        LOG.debug("%s %d", name, amount)

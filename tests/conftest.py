"""How many examples hypothesis tries: few in `make test`, many in `make test-long`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("long", settings.get_profile("default"), max_examples=400)
settings.load_profile("default")

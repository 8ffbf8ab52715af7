"""How many examples hypothesis tries: few in `make test`, and always the same, so that a commit is green or red whatever the day;
many new ones at each `make test-long`."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any
from weakref import WeakKeyDictionary

from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("long", settings.get_profile("default"), max_examples=400, derandomize=False)
settings.load_profile("default")


def _remember_arguments() -> None:
    """Beam reads the arguments of every method of every DoFn some six times a run, which is nearly half of what a run of three stories
    takes: here it reads each method once. A method's arguments do not change."""
    from apache_beam.transforms import core

    known: WeakKeyDictionary[FunctionType, tuple[list[str], list[Any]]] = WeakKeyDictionary()
    read = core.get_function_args_defaults

    def remembered(function: Any) -> tuple[list[str], list[Any]]:
        if not isinstance(function, MethodType) or not isinstance(function.__func__, FunctionType):
            return read(function)
        if function.__func__ not in known:
            known[function.__func__] = read(function)
        arguments, defaults = known[function.__func__]
        return list(arguments), list(defaults)

    core.get_function_args_defaults = remembered


_remember_arguments()

"""Beam asks six times a run for the arguments of every method of every DoFn, which is nearly half of what a run of three stories takes.
Where hundreds of such runs follow each other, in tests and in `bench.faults`, they are read once."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any
from weakref import WeakKeyDictionary


def remember_arguments() -> None:
    """From now on Beam reads the arguments of a method once in this process. They do not change."""
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

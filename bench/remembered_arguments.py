"""Beam asks six times a run for the arguments of every method of every DoFn, for their source, and for the state and timers that they name:
more than half of what a run of three stories takes. Where hundreds of such runs follow each other, in tests and in `bench.faults`, each is
read once."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Answer = TypeVar("Answer")


def remember_arguments() -> None:
    """From now on Beam reads a method once in this process. They do not change."""
    from apache_beam.transforms import core, userstate

    arguments = _by_function(core.get_function_args_defaults)

    def copied(function: Any) -> tuple[list[str], list[Any]]:
        names, defaults = arguments(function)
        return list(names), list(defaults)

    core.get_function_args_defaults = copied
    core._check_fn_use_yield_and_return = _by_function(core._check_fn_use_yield_and_return)
    userstate.get_dofn_specs = _by_class(userstate.get_dofn_specs)


def _by_function(ask: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    known: WeakKeyDictionary[FunctionType, Answer] = WeakKeyDictionary()

    def remembered(method: Any) -> Answer:
        if not isinstance(method, MethodType) or not isinstance(method.__func__, FunctionType):
            return ask(method)
        if method.__func__ not in known:
            known[method.__func__] = ask(method)
        return known[method.__func__]

    return remembered


def _by_class(ask: Callable[[Any], tuple[set[Any], set[Any]]]) -> Callable[[Any], tuple[set[Any], set[Any]]]:
    """A class names its state and timers. (A function may too, where Beam makes a DoFn of it; none does here.)"""
    known: WeakKeyDictionary[type, tuple[frozenset[Any], frozenset[Any]]] = WeakKeyDictionary()

    def remembered(dofn: Any) -> tuple[set[Any], set[Any]]:
        if type(dofn) not in known:
            states, timers = ask(dofn)
            known[type(dofn)] = frozenset(states), frozenset(timers)
        states, timers = known[type(dofn)]
        return set(states), set(timers)

    return remembered

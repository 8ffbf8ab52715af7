"""Links that a ninjs item asserts to other items, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pipelines.formats.body import clean
from pipelines.formats.dead import RefusedError
from pipelines.trade.relations import assertion
from schemas import Link

_FIELDS: Final = (
    ("evolvedFrom", ("evolvedfrom", "evolvedFrom")),
    ("derivedFrom", ("derivedfrom", "derivedFrom")),
    ("refersTo", ("refersto", "refersTo")),
    ("previousVersion", ("replacing",)),
)
_NAMES: Final = frozenset(name for _, names in _FIELDS for name in names)


def links_of(item: dict[str, Any]) -> tuple[Link, ...]:
    """The links of an item, each once, in its own order. Associations without a relation (pictures) make none."""
    fields = () if _NAMES.isdisjoint(item) else _of_fields(item)
    links = [*fields, *_of_associations(item.get("associations"))]
    return tuple(dict.fromkeys(links)) if links else ()


def _of_fields(item: dict[str, Any]) -> Iterator[Link]:
    for relation, names in _FIELDS:
        for name in names:
            value = item.get(name)
            for target in value if isinstance(value, list) else (value,):
                if isinstance(target, dict):
                    target = _id_of(target)
                if target is None or target == "":
                    continue
                if not isinstance(target, str):
                    raise RefusedError(f'The field "{name}" holds something that is no id.')
                yield Link(relation=relation, target=clean(target))


def _of_associations(associations: object) -> Iterator[Link]:
    """1.x has a dict by name, 2.x and 3.x a list; null and null members occur."""
    if associations is None:
        return
    if isinstance(associations, dict):
        members = list(associations.items())
    elif isinstance(associations, list):
        members = [("", member) for member in associations]
    else:
        raise RefusedError('The field "associations" is neither a list nor an object.')
    for name, member in members:
        if not isinstance(member, dict):
            continue
        stated = member.get("rel")
        relation = assertion(stated if isinstance(stated, str) else name)
        target = _id_of(member)
        if relation is not None and target is not None:
            yield Link(relation=relation, target=clean(target))


def _id_of(member: dict[str, Any]) -> str | None:
    """The id that an associated item is named by."""
    return next((value for key in ("uri", "guid", "itemid") if isinstance(value := member.get(key), str) and value), None)

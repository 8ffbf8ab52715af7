"""What every record shares: frozen, closed to unknown fields when written, open to them when read back."""

from __future__ import annotations

from typing import Any, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field


def described(description: str, *, example: Any, unit: str | None = None, **kwargs: Any) -> Any:
    """A field with what its reader needs: a description, an example and, for quantities, the unit."""
    extra: dict[str, Any] | None = {"unit": unit} if unit else None
    return Field(description=description, examples=[example], json_schema_extra=extra, **kwargs)


class Record(BaseModel):
    """A frozen record. Constructing one with an unknown field fails; `from_stored` drops fields of a later version."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    @classmethod
    def from_stored(cls, data: bytes | dict[str, Any]) -> Self:
        """Read a stored record. Fields that this version does not know are ignored (`docs/data-model.md`)."""
        fields = orjson.loads(data) if isinstance(data, bytes) else data
        return cls.model_validate(fields, extra="ignore")

    def json_bytes(self) -> bytes:
        """Canonical JSON: keys in the order of definition, UTF-8, no spaces. Equal records give equal bytes."""
        return orjson.dumps(self.model_dump(mode="json"))

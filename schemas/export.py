"""Write the JSON Schemas: `python -m schemas.export` (`--check` only compares, exit 1 when out of step)."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from schemas import (
    Changes,
    DeadLetter,
    Explanation,
    Family,
    FamilyEvent,
    Fingerprint,
    FurnitureTable,
    Match,
    Membership,
    Model,
    Record,
    Run,
    Story,
)

EXPORTED: tuple[type[Record], ...] = (
    Story,
    Fingerprint,
    Match,
    Family,
    Membership,
    FamilyEvent,
    Changes,
    Explanation,
    DeadLetter,
    Run,
    FurnitureTable,
    Model,
)
FOLDER = Path(__file__).parent / "json"


def schema_files() -> dict[str, bytes]:
    """File name -> JSON Schema (draft 2020-12) of each exported record, named by its `schema` literal."""
    files = {}
    for model in EXPORTED:
        name, version = str(model.model_fields["schema_"].default).split("/")
        schema = model.model_json_schema(mode="serialization", by_alias=True)
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"wirekin:{name}/{version}", **schema}
        files[f"{name}.v{version}.json"] = orjson.dumps(schema, option=orjson.OPT_INDENT_2) + b"\n"
    return files


def main(arguments: list[str]) -> int:
    """Write the schemas, or with `--check` say which of them are out of step."""
    stale = [n for n, data in schema_files().items() if not (FOLDER / n).exists() or (FOLDER / n).read_bytes() != data]
    if arguments == ["--check"]:
        for name in stale:
            print(f"schemas/json/{name} is out of step: run python -m schemas.export", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, data in schema_files().items():
        (FOLDER / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

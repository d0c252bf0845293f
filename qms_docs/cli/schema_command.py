"""`qms schema`: JSON Schemas for editors."""

from __future__ import annotations

import click

from qms_docs.cli.output import give
from qms_docs.failures import UnknownThingError

__all__ = ["command"]


@click.command("schema", epilog="Example: qms schema front-matter > front-matter.schema.json")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema of a file that people write; without a name, the names there are."""
    from qms_docs.sources.schemas import json_schema, schema_names

    if name is None:
        give("".join(f"{each}\n" for each in schema_names()))
        return
    if name not in schema_names():
        raise UnknownThingError(f"There is no schema {name}. There are: {', '.join(schema_names())}.")
    give(json_schema(name))

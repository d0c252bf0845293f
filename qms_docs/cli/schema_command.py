"""`qms schema`: JSON Schemas and settings for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.given import given_place
from qms_docs.cli.output import give, say
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.sources.schemas.own_words import OwnWords

__all__ = ["command"]


@click.command("schema", epilog="Example: qms schema --editor")
@click.argument("name", required=False)
@click.option("--general", is_flag=True, help="Without the types, roles and processes of this repository.")
@click.option("--write", "target", metavar="DIR", help="Write every schema into this folder of the repository.")
@click.option("--editor", is_flag=True, help="Write schemas, snippets and settings for VS Code into .vscode.")
@click.pass_obj
def command(folder: Path, name: str | None, target: str | None, *, general: bool, editor: bool) -> int:
    """Print the JSON Schema of a file that people write; without a name, the names there are.

    In a repository the schemas know its own types, roles, processes and names of fields. Files are written only where
    they change: run it again when those do. Settings of an editor that exist already are never replaced.

    Exit status: 0 printed or written, 1 no such schema, 2 wrong usage, 3 could not read the policy, or not write.
    """
    from qms_docs.sources.own_words import read_own_words, root_of
    from qms_docs.sources.schemas import json_schema, schema_names

    writing = target is not None or editor
    if sum((name is not None, target is not None, editor)) > 1:
        raise WrongUseError("Give a NAME to print one schema, or `--write DIR`, or `--editor`.")
    if name is not None and name not in schema_names():
        raise UnknownThingError(f"There is no schema {name}. There are: {', '.join(schema_names())}.")
    if name is None and not writing:
        give("".join(f"{each}\n" for each in schema_names()))
        return 0
    root = root_of(folder)
    words = None if general or root is None else read_own_words(root)
    if name is not None:
        give(json_schema(name, words))
        return 0
    return _write(folder, target, root, words)


def _write(folder: Path, target: str | None, root: Path | None, words: OwnWords | None) -> int:
    from qms_docs.exports.editor_files import EditorFiles, editor_files, schema_files
    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import Policy
    from qms_docs.sources.schemas import json_schema, schema_names
    from qms_docs.writing.kept_files import keep_file

    if root is None:
        raise WrongUseError("There is no qms.yml here or above: write files for editors in the repository of a manual.")
    schemas = {name: json_schema(name, words) for name in schema_names()}
    if target is None:
        policy, organization = (words.policy, words.organization) if words else (Policy(), Organization())
        files = editor_files(schemas, policy, organization)
    else:
        files = EditorFiles(own=schema_files(schemas, given_place(root, folder, target)), given={})
    written = [path for path, content in files.own.items() if keep_file(root, path, content)]
    written += [path for path, content in files.given.items() if keep_file(root, path, content, replace=False)]
    give("".join(f"{path}\n" for path in sorted(written)))
    kept = [path for path, content in files.given.items() if (root / path).read_bytes() != content]
    for path in kept:
        say(f"{path} is yours and stays as it is; a new one would say something else.")
    if not written and not kept:
        say("There is nothing to do: every file is as it should be.")
    return 0

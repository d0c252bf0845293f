"""What a forge takes from a repository: jobs, who is asked to look, and what a proposal is to say."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qms_docs.model.policy import Evidence
from qms_docs.starting.beginning import Forge
from qms_docs.starting.first_issue import value_of
from qms_docs.starting.texts import filled_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qms_docs.starting.beginning import Beginning
    from qms_docs.starting.kit import StarterDocument

__all__ = ["FORGES", "codeowners_file", "edit_address", "forge_files"]

FORGES: Mapping[Forge, Mapping[str, str]] = {
    Forge.GITHUB: {
        "request": "pull request",
        "edit_button": "the pencil",
        "wide_editor": "press the full stop (`.`) on the page of the repository",
        "ci_places": "`.github/workflows/`",
    },
    Forge.GITLAB: {
        "request": "merge request",
        "edit_button": "*Edit*",
        "wide_editor": "open the *Web IDE*",
        "ci_places": "`.gitlab-ci.yml`",
    },
    Forge.GITEA: {
        "request": "pull request",
        "edit_button": "the pencil",
        "wide_editor": "",
        "ci_places": "`.gitea/workflows/`",
    },
    Forge.NONE: {"request": "proposal", "edit_button": "", "wide_editor": "", "ci_places": ""},
}
"""Words of each forge, as templates name them."""

_CODEOWNERS = {
    Forge.GITHUB: ".github/CODEOWNERS",
    Forge.GITLAB: ".gitlab/CODEOWNERS",
    Forge.GITEA: ".gitea/CODEOWNERS",
}
_TEMPLATES = {
    Forge.GITHUB: ".github/pull_request_template.md",
    Forge.GITLAB: ".gitlab/merge_request_templates/Default.md",
    Forge.GITEA: ".gitea/pull_request_template.md",
}
_EDIT = {Forge.GITHUB: "edit/{}/", Forge.GITLAB: "-/edit/{}/", Forge.GITEA: "_edit/{}/", Forge.NONE: "edit/{}/"}
_SAYS = {
    Forge.GITHUB: "The last line that fits a file counts.",
    Forge.GITLAB: "The last line that fits a file counts. GitLab reads it in projects with a paid plan.",
    Forge.GITEA: "Each line is a regular expression for the whole path; every line that fits counts.",
}
_KEPT_BY = "quality-manager"
"""The role that answers for the policy and for the list of people."""


def edit_address(forge: Forge, branch: str) -> str:
    """What follows the address of a repository where a file is edited."""
    return _EDIT[forge].format(branch)


def codeowners_file(forge: Forge) -> str:
    """The path of the file that says who is asked to look; empty where nobody reads one."""
    return _CODEOWNERS.get(forge, "")


def forge_files(
    beginning: Beginning, documents: Sequence[StarterDocument], values: Mapping[str, object]
) -> Iterator[tuple[str, bytes]]:
    """Content by path; nothing where there is no forge."""
    forge = beginning.forge
    if forge is Forge.NONE:
        return
    yield from ((path, filled_in(template, values)) for path, template in _jobs(beginning))
    said = {"says": _SAYS[forge], "lines": list(_owners(beginning, documents))}
    yield _CODEOWNERS[forge], filled_in("codeowners", said)
    yield _TEMPLATES[forge], filled_in("pull_request.md", values)


def _jobs(beginning: Beginning) -> Iterator[tuple[str, str]]:
    """Paths and templates of the jobs; those that make approvals of reviews only where reviews can count."""
    reviews = beginning.evidence is not Evidence.SIGNED
    if beginning.forge is Forge.GITLAB:
        yield ".gitlab-ci.yml", "gitlab/gitlab-ci.yml"
    elif beginning.forge is Forge.GITHUB:
        for name in ("check", "comment", "publish", *(("approvals",) if reviews else ())):
            yield f".github/workflows/manual-{name}.yml", f"github/manual-{name}.yml"
    else:
        for name in ("check", "preview", "publish", *(("approvals",) if reviews else ())):
            yield f".gitea/workflows/{name}.yml", f"gitea/{name}.yml"


def _owners(beginning: Beginning, documents: Sequence[StarterDocument]) -> Iterator[str]:
    """A line for each file, by role; one whose owner has no account here yet is a comment that says so."""
    by_role: defaultdict[str, list[str]] = defaultdict(list)
    by_role[_KEPT_BY] += ["qms.yml", "records/organization.yml"]
    for each in documents:
        by_role[value_of(each.text, "owner") or _KEPT_BY].append(f"procedures/{each.path}")
    for role, paths in sorted(by_role.items()):
        person = beginning.person
        account = person.account if role in person.roles else None
        yield ""
        yield f"# {role}" if account else f"# {role}: put the account of whoever holds it in the place of @ACCOUNT"
        for path in sorted(paths):
            line = f"{_pattern(beginning.forge, path)} @{account or 'ACCOUNT'}"
            yield line if account else f"# {line}"


def _pattern(forge: Forge, path: str) -> str:
    """The path as the forge wants it: a pattern from the top, or a regular expression with doubled backslashes."""
    if forge is not Forge.GITEA:
        return f"/{path}".replace(" ", "\\ ")
    return re.sub(r"([.+*?()|\[\]{}^$])", r"\\\\\1", path).replace(" ", "\\ ")

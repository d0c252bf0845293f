"""`qms init`: a manual that builds and is in order at once, and nothing of anybody's replaced."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.conftest import PATIENCE, environment, type_on_a_terminal
from qms_docs.sources.organization import OrganizationFiles, read_organization
from qms_docs.sources.policy import read_policy
from support.ssh import make_key, public_half, public_line

if TYPE_CHECKING:
    from cli.conftest import Qms, Ran
    from qms_docs.model.policy import Policy

DIGEST = "0123456789abcdef0123456789abcdef01234567"
STRANGE = 'Yes: "A & B" #1 *<b>* Sønner'
FORGES = ("github", "gitlab", "gitea", "none")


@pytest.fixture(autouse=True)
def settings(home: Path) -> Path:
    """The settings of Ann Berg, who works on a machine of her own."""
    file = home / ".gitconfig"
    file.write_text("[user]\n\tname = Ann Berg\n\temail = ann@example.com\n")
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "place"
    made.mkdir()
    return made


def git(folder: Path, *words: str) -> str:
    """What git answers to Ann."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def policy_of(root: Path) -> Policy:
    """The policy as the program reads it, in which nothing is wrong."""
    reading = read_policy((root / "qms.yml").read_bytes())
    assert reading.faults == ()
    return reading.required()


def everything(root: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, git's own left out."""
    found = sorted(each for each in root.rglob("*") if each.is_file() or each.is_symlink())
    return {str(path): b"" if path.is_symlink() else path.read_bytes() for path in found if ".git" not in path.parts}


def builds(root: Path) -> None:
    """MkDocs itself builds the site, and has no complaint."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(
        command,
        cwd=root,
        env=environment({"NO_MKDOCS_2_WARNING": "1"}),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert (root / "site/register/index.html").is_file() or (root / "site/index.html").is_file()


def in_order(qms: Qms, root: Path) -> Ran:
    """Nothing is found, warnings included."""
    ran = qms(root, "check", "--strict")
    assert ran.status == 0, ran.text + ran.err
    return ran


def test_without_options_and_terminal(qms: Qms, tmp_path: Path) -> None:
    """One command makes a repository with one commit that is in order and builds, and says what it took for granted."""
    ran = qms(tmp_path, "init", "acme")
    assert (ran.status, ran.text) == (0, f"{tmp_path}/acme\n"), ran.err
    root = tmp_path / "acme"
    assert git(root, "log", "--format=%an <%ae> %s") == (
        "Ann Berg <ann@example.com> Begin the quality manual of acme\n"
    )
    assert git(root, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert git(root, "status", "--porcelain", "--ignored") == ""
    assert [each.name for each in tmp_path.iterdir()] == ["acme"]
    policy = policy_of(root)
    assert (policy.organization, policy.standards) == ("acme", ("iso9001:2015", "iso9001:2026"))
    for said in ("Ann Berg as quality-manager", "forge: none", "declared", "qms serve", "Until 20"):
        assert said in ran.err
    in_order(qms, root)
    builds(root)


def test_here(qms: Qms, place: Path) -> None:
    """Without DIR it is the present folder, which stays the same folder."""
    before = place.stat().st_ino
    assert qms(place, "init").status == 0
    assert place.stat().st_ino == before
    assert policy_of(place).organization == "place"
    assert git(place, "status", "--porcelain") == ""
    assert qms(place.parent, "-C", "place", "init", "inner/manual").status == 2


@pytest.mark.parametrize("minimal", [False, True], ids=["starter", "minimal"])
@pytest.mark.parametrize("forge", FORGES)
def test_every_forge(qms: Qms, tmp_path: Path, forge: str, minimal: bool) -> None:
    """With and without starter documents, on each forge, the manual is in order and builds."""
    options = ("--forge", forge, "--organization", STRANGE, *(("--minimal",) if minimal else ()))
    ran = qms(tmp_path, "init", "a b/Prüfung 'x'", *options)
    assert ran.status == 0, ran.err
    root = tmp_path / "a b/Prüfung 'x'"
    assert policy_of(root).organization == STRANGE
    in_order(qms, root)
    builds(root)
    documents = [each for each in (root / "procedures").rglob("*.md") if each.name != "index.md"]
    assert bool(documents) is not minimal
    texts = {path: content for path, content in everything(root).items() if "/site/" not in path}
    assert not [path for path, content in texts.items() if b"Fjordlys" in content and ".vscode" not in path]


def test_drafts(qms: Qms, place: Path) -> None:
    """Nothing is in force or waits for an approval; a controlled site has no text of a draft, a preview has them."""
    assert qms(place, "init").status == 0
    assert qms(place, "list", "--format", "json").json == []
    listed = qms(place, "list", "--preview", "--format", "json").json
    assert len(listed) >= 15
    assert {each["status"] for each in listed} == {"draft"}
    page = place / "site/management/quality-policy/index.html"
    assert qms(place, "build").status == 0
    assert "What we promise" not in page.read_text()
    assert qms(place, "build", "--mode", "preview").status == 0
    assert "What we promise" in page.read_text()


@pytest.mark.parametrize(
    ("options", "first", "clauses"),
    [
        (("--numbering", "letter"), "A", {"iso9001:2015", "iso9001:2026"}),
        (("--numbering", "major.minor", "--standards", "iso9001:2026"), "1.0", {"iso9001:2026"}),
        (("--standards", "none", "--approvers", "none"), "1", set()),
        (("--audience", "public", "--evidence", "signed", "--forge", "github"), "1", {"iso9001:2015", "iso9001:2026"}),
        (("--approvers", "director,owner", "--roles", "director"), "1", {"iso9001:2015", "iso9001:2026"}),
    ],
)
def test_choices(qms: Qms, place: Path, options: tuple[str, ...], first: str, clauses: set[str]) -> None:
    """Whatever is chosen, the manual is in order, and documents say nothing else."""
    ran = qms(place, "init", *options)
    assert ran.status == 0, ran.err
    in_order(qms, place)
    texts = [each.read_text() for each in (place / "procedures").rglob("*.md") if each.name != "index.md"]
    assert {re.search("(?m)^revision: (.*)$", each)[1] for each in texts} == {first}  # type: ignore[index]
    assert {found for each in texts for found in re.findall(r'"(iso9001:\d{4})#', each)} == clauses
    policy = policy_of(place)
    for kind in policy.types.values():
        asked = options[options.index("--approvers") + 1] if "--approvers" in options else "owner,quality-manager"
        assert ",".join(each.role for each in kind.approvals) == ("" if asked == "none" else asked)
    noted = "It takes for granted" in (place / "procedures/quality/control-of-documented-information.md").read_text()
    assert noted is ("signed" not in options)


def test_a_key(qms: Qms, place: Path, settings: Path, tmp_path: Path) -> None:
    """The SSH key with which git signs stands in the list of people, and approvals are signed from then on."""
    key = make_key(tmp_path / "key")
    settings.write_text(settings.read_text() + f"\tsigningkey = {public_half(key)}\n[gpg]\n\tformat = ssh\n")
    ran = qms(place, "init", "--authors-may-approve", "--approvers", "quality-manager")
    assert ran.status == 0, ran.err
    files = OrganizationFiles("records", (place / "records/organization.yml").read_bytes(), None)
    organization, faults = read_organization(files)
    assert faults == ()
    assert [each.key for each in organization.people["ann.berg"].keys] == [public_line(key)]
    assert {each.evidence.value for each in policy_of(place).types.values()} == {"signed"}
    draft = place / "procedures/quality/internal-audit.md"
    draft.write_text(draft.read_text().replace("status: draft\n", ""))
    git(place, "commit", "-qam", "Issue it")
    assert qms(place, "check").status == 1
    ran = qms(place, "approve", "SOP-002")
    assert ran.status == 0, ran.err
    git(place, "add", "records")
    git(place, "commit", "-qm", "Approve it")
    in_order(qms, place)
    (listed,) = qms(place, "list", "--format", "json").json
    assert (listed["id"], listed["status"]) == ("SOP-002", "effective")


def test_twice(qms: Qms, place: Path) -> None:
    """The same again finds nothing to do; something else is refused, and nothing is touched."""
    assert qms(place, "init").status == 0
    before, head = everything(place), git(place, "rev-parse", "HEAD")
    ran = qms(place, "init")
    assert (ran.status, ran.text, "nothing to do" in ran.err) == (0, "", True), ran.err
    ran = qms(place, "init", "--organization", "Other")
    assert (ran.status, ran.text) == (1, "")
    assert ", qms.yml. A manual has begun here: go on with it, or name another folder." in ran.err
    assert (everything(place), git(place, "rev-parse", "HEAD")) == (before, head)


OBSTACLES = ("README.md", ".gitignore", "procedures/index.md", "records/organization.yml", ".vscode/settings.json")


@pytest.mark.parametrize("lost", [(), ("mkdocs.yml",)])
def test_files_without_their_repository(qms: Qms, place: Path, lost: tuple[str, ...]) -> None:
    """Files that came without `.git`, as from an archive, are in the first commit like those that were missing."""
    qms(place, "init", "there", "--minimal")
    before = git(place / "there", "ls-files").split()
    shutil.rmtree(place / "there/.git")
    for each in lost:
        (place / "there" / each).unlink()
    ran = qms(place, "init", "there", "--minimal")
    assert ran.status == 0, ran.err
    assert f"{len(before)} files, with a first commit" in ran.err
    assert git(place / "there", "ls-files").split() == before
    assert git(place / "there", "status", "--porcelain") == ""


@pytest.mark.parametrize("path", [*OBSTACLES, "procedures", "qms.yml/inner", "mkdocs.yml@", "records@"])
def test_nothing_is_replaced(qms: Qms, place: Path, path: str) -> None:
    """A file, a folder or a link in the way is named, and nothing is written beside it either."""
    target = place / path.rstrip("@")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.endswith("@"):
        target.symlink_to(place / "nowhere")
    else:
        target.write_text("Mine.\n")
    before = everything(place)
    ran = qms(place, "init")
    assert (ran.status, ran.text) == (1, "")
    assert f"there is already: {path.removesuffix('/inner').rstrip('@')}. " in ran.err
    assert everything(place) == before
    assert not (place / ".git").exists()


def test_all_obstacles_are_named(qms: Qms, place: Path) -> None:
    """Several at once, in one sentence."""
    for name in ("README.md", "mkdocs.yml", ".gitattributes"):
        (place / name).write_text("Mine.\n")
    ran = qms(place, "init")
    assert "there is already: .gitattributes, README.md, mkdocs.yml. " in ran.err
    assert "--keep" in ran.err


def test_an_existing_repository(qms: Qms, place: Path) -> None:
    """Files are only added; nothing is committed, the branch that is there is the release branch, its address known."""
    git(place, "init", "-q", "-b", "trunk")
    git(place, "remote", "add", "origin", "https://ann:secret@gitlab.example.com/group/quality.git")
    (place / "README.md").write_text("Mine.\n")
    git(place, "add", "README.md")
    git(place, "commit", "-qm", "Mine")
    assert qms(place, "init").status == 1
    ran = qms(place, "init", "--keep")
    assert ran.status == 0, ran.err
    assert "README.md is yours and stays as it is." in ran.err
    assert "git add" in ran.err
    assert (place / "README.md").read_text() == "Mine.\n"
    assert git(place, "rev-list", "--count", "HEAD") == "1\n"
    written = ran.text.splitlines()
    status = git(place, "-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all")
    assert sorted(line.removeprefix("?? ") for line in status.splitlines()) == sorted(written)
    assert {".gitlab-ci.yml", "qms.yml", "records/organization.yml"} <= set(written)
    assert policy_of(place).release_branch == "trunk"
    settings = (place / "mkdocs.yml").read_text()
    assert "repo_url: https://gitlab.example.com/group/quality\n" in settings
    assert 'edit_uri: "-/edit/trunk/"\n' in settings
    in_order(qms, place)
    git(place, "add", "--all")
    git(place, "commit", "-qm", "Begin the manual")
    in_order(qms, place)
    builds(place)


def test_half_a_manual_is_none(qms: Qms, place: Path) -> None:
    """A policy or people of one's own are never mixed with others, whatever is to be kept."""
    (place / "qms.yml").write_text("organization: Mine\n")
    ran = qms(place, "init", "--keep")
    assert (ran.status, sorted(each.name for each in place.iterdir())) == (1, ["qms.yml"])
    assert "there is already: qms.yml" in ran.err


def a_file(place: Path) -> Path:
    """The name is that of a file."""
    (place / "manual").write_text("Mine.\n")
    return place / "manual"


def inside_a_repository(place: Path) -> Path:
    """A folder of a repository."""
    git(place, "init", "-q")
    (place / "docs").mkdir()
    return place / "docs"


def new_inside_a_repository(place: Path) -> Path:
    """A folder that a repository does not have yet."""
    git(place, "init", "-q")
    return place / "docs/manual"


def inside_git(place: Path) -> Path:
    """A place among the files of git."""
    git(place, "init", "-q")
    return place / ".git/manual"


def bare(place: Path) -> Path:
    """A repository without documents."""
    git(place, "init", "-q", "--bare")
    return place


def called_git(place: Path) -> Path:
    """The name that git takes for itself."""
    return place / ".git"


def circle(place: Path) -> Path:
    """Links that lead to each other."""
    (place / "a").symlink_to(place / "b")
    (place / "b").symlink_to(place / "a")
    return place / "a"


@pytest.mark.parametrize(
    "ground", [a_file, inside_a_repository, new_inside_a_repository, inside_git, bare, called_git, circle]
)
def test_no_ground_for_a_manual(qms: Qms, place: Path, ground: object) -> None:
    """It is said why and what to do, and nothing is written."""
    assert callable(ground)
    target = ground(place)
    before = sorted(map(str, place.rglob("*")))
    ran = qms(place, "init", str(target))
    assert (ran.status, ran.text) == (2, ""), ran.err
    assert re.search("ame (another folder|a folder outside)", ran.err), ran.err
    assert sorted(map(str, place.rglob("*"))) == before


@pytest.mark.parametrize("target", ["/proc/manual", "/dev/null/manual", "x" * 300, "a/" + "y" * 300])
def test_where_nobody_can_write(qms: Qms, place: Path, target: str) -> None:
    """The system's reason is given, and no folder is left behind."""
    ran = qms(place, "init", target)
    assert ran.status in (2, 3), ran.err
    assert target.rpartition("/")[2] in ran.err
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("name", ["aux", "-x", "a\nb", "Grüße", "日本", "x" * 250, "it's", ' " ', "$(id)", "%41"])
def test_names_of_folders(qms: Qms, place: Path, name: str) -> None:
    """Any name will do; one that cannot be read as a name is not taken for that of the organization."""
    ran = qms(place, "init", "--", name)
    assert ran.status == 0, ran.err
    usual = " ".join(name.split()) if name.isprintable() and len(name) < 200 else "Our organization"
    assert policy_of(place / name).organization == usual
    in_order(qms, place / name)


def test_a_name_that_is_no_text(qms: Qms, place: Path) -> None:
    """A folder whose name is no UTF-8 gives the organization none."""
    made = Path(os.fsdecode(os.fsencode(place) + b"/\xff\xfe"))
    made.mkdir()
    ran = qms(made, "init")
    assert ran.status == 0, ran.err
    assert policy_of(made).organization == "Our organization"


@pytest.mark.parametrize("missing", ["name", "email"])
def test_without_an_identity(qms: Qms, place: Path, settings: Path, missing: str) -> None:
    """Git that does not know its user is told how, and nothing is written."""
    settings.write_text("".join(line for line in settings.read_text().splitlines(keepends=True) if missing not in line))
    ran = qms(place, "init", "manual")
    assert (ran.status, ran.text) == (3, "")
    assert "git config --global user.name" in ran.err
    assert list(place.iterdir()) == []


def test_an_identity_in_variables(qms: Qms, place: Path, settings: Path) -> None:
    """Where git is not set, its variables say who it is, as in jobs."""
    settings.write_text("")
    variables = {"GIT_AUTHOR_NAME": "Con", "GIT_AUTHOR_EMAIL": "con@example.com"}
    ran = qms(place, "init", variables=variables)
    assert ran.status == 0, ran.err
    assert git(place, "log", "--format=%an %ae %cn") == "Con con@example.com Con\n"
    # Approvals are files that bear the id, and Windows has no file con.yml.
    assert "\n  con-1:\n" in (place / "records/organization.yml").read_text()


@pytest.mark.parametrize(
    "options",
    [
        ("--standards", "iso9001:1987"),
        ("--approvers", "The Boss"),
        ("--roles", "none"),
        ("--roles", "owner"),
        ("--account", "ann"),
        ("--account", "a b", "--forge", "github"),
        ("--evidence", "attested"),
        ("--jobs", "https://github.com/x/qms-docs", "--forge", "github"),
        ("--jobs", f"https://gitlab.com/x/qms-docs@{DIGEST}", "--forge", "github"),
        ("--jobs", f"https://ann:secret@github.com/x/qms-docs@{DIGEST}", "--forge", "gitea"),
        ("--organization", "x" * 201),
        ("--organization", ""),
        ("--organization", "a\nb"),
        ("--complete-by", "2020-01-01"),
        ("--forge", "svn"),
    ],
)
def test_wrong_use(qms: Qms, place: Path, options: tuple[str, ...]) -> None:
    """An answer that has no meaning names its option, and nothing is written."""
    ran = qms(place, "init", "manual", *options)
    assert (ran.status, ran.text) == (2, ""), ran.err
    assert options[0] in ran.err
    assert list(place.iterdir()) == []


def test_what_users_ignore_belongs_to_the_manual(qms: Qms, place: Path, settings: Path, home: Path) -> None:
    """A list of one's own of ignored files, hooks and templates change nothing about the first commit."""
    (home / "ignored").write_text(".vscode/\n*.yml\n")
    hooks = home / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    settings.write_text(
        settings.read_text() + f"[core]\n\texcludesFile = {home}/ignored\n\thooksPath = {hooks}\n\tautocrlf = true\n"
        "[init]\n\tdefaultBranch = develop\n"
    )
    assert qms(place, "init").status == 0
    tracked = git(place, "ls-files").splitlines()
    assert {"qms.yml", ".vscode/settings.json"} <= set(tracked)
    assert git(place, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    in_order(qms, place)


def signing_by(settings: Path, folder: Path, script: str) -> None:
    """Commits are signed by a program of one's own."""
    program = folder / "sign"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    settings.write_text(settings.read_text() + f"[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = {program}\n")


@pytest.mark.parametrize("existing", [False, True])
def test_git_that_refuses(qms: Qms, place: Path, settings: Path, tmp_path: Path, existing: bool) -> None:
    """A commit that cannot be signed is no commit: nothing is left, not even folders that were made."""
    signing_by(settings, tmp_path, "echo no key >&2; exit 1")
    ran = qms(place, "init", *(() if existing else ("new/manual",)))
    assert (ran.status, ran.text) == (3, "")
    assert "git commit" in ran.err
    assert "Nothing was written" in ran.err
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("existing", [False, True])
def test_interrupted(place: Path, settings: Path, tmp_path: Path, existing: bool) -> None:
    """Ctrl+C while the repository is made leaves nothing behind."""
    signing_by(settings, tmp_path, "kill -INT 0; sleep 5")
    words = [sys.executable, "-m", "qms_docs", "init", *(() if existing else ("new/manual",))]
    done = subprocess.run(
        words,
        cwd=place,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        start_new_session=True,
    )
    assert (done.returncode, done.stdout) == (130, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert list(place.iterdir()) == []


def test_an_answer_without_a_meaning_is_asked_for_again(qms: Qms, place: Path) -> None:
    """On a terminal whoever answers something else than was asked hears why, and answers again."""
    answers = (
        *("x" * 201, "Acme\x1b[31m Tools", "Acme Tools"),
        "none",
        *("iso 9001", "iso9001:2015"),
        *("", ""),
        *("Quality Manager", "quality-manager"),
        *("none", "owner", "managing-director"),
        *("attested", "declared"),
    )
    status, _, talk = type_on_a_terminal(place, ("init", "manual"), *answers)
    assert status == 0, talk
    for sentence in (
        "Write a name of at most 200 characters.\n",
        "One line of text.\n",
        "There is no iso 9001 here. There are: iso9001:2015",
        "Quality Manager is no id of a role. Write small letters, digits and hyphens, such as quality-manager.\n",
        "Name at least one role that you hold.\n",
        "Attested needs a forge that attests reviews: name --forge.\n",
    ):
        assert sentence in talk
    assert talk.count("Name at least one role") == 2
    assert "Nothing was written" not in talk
    root = place / "manual"
    assert policy_of(root).organization == "Acme Tools"
    assert "{role: managing-director, from: " in (root / "records/organization.yml").read_text()
    in_order(qms, root)


def test_an_account_and_a_release_are_asked_for_again(place: Path) -> None:
    """The last two answers, too, are asked for until they mean something."""
    answers = (
        "Acme",
        "github",
        *[""] * 5,
        "not an account!",
        "@annberg",
        "",
        "somewhere",
        f"https://x.example/x/q@{DIGEST}",
    )
    status, _, talk = type_on_a_terminal(place, ("init", "manual"), *answers, f"https://github.com/x/q@{DIGEST}")
    assert status == 0, talk
    assert "Write the name of an account on the forge" in talk
    assert "Write the address of a repository of qms-docs" in talk
    assert "GitHub runs jobs of its own server alone, not of x.example.\n" in talk


def test_questions(qms: Qms, place: Path) -> None:
    """On a terminal everything is asked, what is offered is taken by Enter, and a wrong choice is asked again."""
    answers = (
        "Acme Tools",
        "svn",
        "github",
        "",
        "letter",
        "",
        "",
        "",
        "annberg",
        "",
        f"https://github.com/x/q@{DIGEST}",
    )
    status, _, talk = type_on_a_terminal(place, ("init", "manual"), *answers)
    assert status == 0, talk
    assert "What is the organization called? (Enter: manual)" in talk
    assert "One of github, gitlab, gitea, none." in talk
    assert "What is your account on GitHub?" in talk
    root = place / "manual"
    assert (policy_of(root).organization, policy_of(root).scheme.value) == ("Acme Tools", "letter")
    assert "forges: {github: annberg}" in (root / "records/organization.yml").read_text()
    assert f"uses: x/q/.github/workflows/manual-check.yml@{DIGEST} # v" in (
        (root / ".github/workflows/manual-check.yml").read_text()
    )
    in_order(qms, root)


def test_whoever_ends_the_questions_writes_nothing(place: Path) -> None:
    """At the end of what is typed the command ends, with status 130."""
    status, _, _ = type_on_a_terminal(place, ("init", "manual"), "Acme", "github", "\x04")
    assert status == 130
    assert list(place.iterdir()) == []


def test_a_second_reader_approves(qms: Qms, place: Path) -> None:
    """From the draft to the document in force: a person is merged, the draft issued, and both roles approve it."""
    assert qms(place, "init", "--evidence", "declared").status == 0
    people = place / "records/organization.yml"
    liv = "\n  liv.strand:\n    name: Liv Strand\n    emails: [liv@example.com]\n    roles:\n"
    liv += "      - {role: managing-director, from: 2020-01-01}\n"
    people.write_text(people.read_text().rstrip("\n") + liv)
    git(place, "commit", "-qam", "Liv approves")
    draft = place / "procedures/management/quality-policy.md"
    text = draft.read_text().replace("status: draft\n", "")
    draft.write_text(re.sub("(?m)^> .*\n", "", text))
    git(place, "commit", "-qam", "Issue the policy")
    found = qms(place, "check", "--format", "json").json["findings"]
    assert {each["code"] for each in found if each["permitted_until"] is None} == {"DC201"}
    assert qms(place, "approve", "POL-001", "--declared").status == 0
    of_liv = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.email", "GIT_CONFIG_VALUE_0": "liv@example.com"}
    ran = qms(place, "approve", "POL-001", "--declared", variables=of_liv)
    assert ran.status == 0, ran.err
    git(place, "add", "records/approvals")
    git(place, "commit", "-qm", "Approve the policy")
    in_order(qms, place)
    assert qms(place, "build").status == 0
    assert "What we promise" in (place / "site/management/quality-policy/index.html").read_text()


@pytest.mark.parametrize(("options", "told"), [((), True), (("--authors-may-approve",), False)])
def test_whoever_begins_needs_a_second_approver(qms: Qms, place: Path, options: tuple[str, ...], *, told: bool) -> None:
    """Where authors do not approve alone, the README says that some roles need a second person."""
    assert qms(place, "init", "--evidence", "declared", *options).status == 0
    assert ("Ann Berg has begun the manual and counts as an author" in (place / "README.md").read_text()) is told
    draft = place / "procedures/quality/internal-audit.md"
    draft.write_text(draft.read_text().replace("status: draft\n", ""))
    git(place, "commit", "-qam", "Issue the procedure")
    assert (qms(place, "approve", "SOP-002", "--declared").status == 0) is not told


def test_nobody_is_asked_to_approve(qms: Qms, place: Path) -> None:
    """Where no approval is asked for, the README does not ask for a second person."""
    assert qms(place, "init", "--approvers", "none").status == 0
    readme = (place / "README.md").read_text()
    assert "no approval is asked for" in readme
    assert "counts as an author" not in readme
    assert "Somebody else than the authors" not in readme


def test_the_time_to_build_ends(qms: Qms, place: Path) -> None:
    """What is missing for the standards is told from the first day and counts from the day after the last one on."""
    assert qms(place, "init", "--complete-by", "2099-01-31").status == 0
    report = qms(place, "check", "--format", "json").json
    assert {each["permitted_until"] for each in report["findings"]} == {"2099-01-31"}
    assert {each["code"] for each in report["findings"]} == {"CL101", "CL103"}
    assert qms(place, "check", "--strict", "--as-of", "2099-01-31").status == 0
    later = qms(place, "check", "--as-of", "2099-02-01")
    assert (later.status, "CL103" in later.text) == (1, True)

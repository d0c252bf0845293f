"""What somebody does to the text of a document, with all that other pages may show of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from support import Story, document, organization_file
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support import Clone

UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PICTURE = b"\x89PNG "
LEADING = "See [[SOP-021#steps]], [it](edited.md#steps) and [[SOP-021@1]].\n"
EDITED, OTHER, DRAFT, HOME = (f"procedures/{name}.md" for name in ("edited", "leading", "draft", "index"))


def organization(folder: Path) -> Clone:
    """An organization with documents that lead to each other, and a record, in a folder of its own."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-02", {"records/organization.yml": organization_file(), "procedures/buying.md": document()})
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": UNSTOPPED,
        ".gitignore": "/site/\n",
        EDITED: text_of("## Steps\n\nOne.\n", revision=1),
        OTHER: document("SOP-022", title="Leading", body=LEADING),
        DRAFT: document("SOP-023", title="Drafted", status="draft", body="Begun.\n"),
        HOME: "---\ncontrolled: false\n---\n\n# Welcome\n",
        "procedures/flow.png": PICTURE + b"1",
        "procedures/limits.csv": "Name,Limit\nWidth,3\n",
        "records/nonconformities/NC-2026-090.yml": naming(EDITED),
    }
    story.entry("2026-11-18", files)
    story.entry("2026-11-19", {EDITED: text_of("## Steps\n\nTwo.\n", revision=2)})
    return story.build(folder)


@contextmanager
def as_it_was(clone: Clone) -> Iterator[Clone]:
    """The repository, which is what it was when it is left, without anything that was built in it."""
    begun = clone.git("rev-parse", "HEAD").strip()
    yield clone
    clone.git("reset", "-q", "--hard", begun)
    clone.git("clean", "-q", "-f", "-d", "-x")


def text_of(body: str, revision: int = 3, **fields: Any) -> str:  # noqa: ANN401 - whatever a document may state
    """The document that is edited."""
    return document("SOP-021", revision, title="Edited", body=body, **fields)


def naming(path: str) -> str:
    """A record that leads to a file."""
    return (
        "id: NC-2026-090\ntitle: Wrong label\nopened: 2026-11-18\nowner: quality-manager\nstatus: open\n"
        "source: process\ndetected_on: 2026-11-18\ndetected_by: ann.berg\nproduct: Batch 4\nseverity: minor\n"
        f"description: Another number, see [it](../../{path}).\n"
    )


def words(clone: Clone) -> None:
    """Other words."""
    clone.write(EDITED, text_of("## Steps\n\nThree, and four.\n\nSee [[SOP-004]].\n"))


def more_words(clone: Clone) -> None:
    """Words before a heading, with signs that mean something."""
    clone.write(EDITED, text_of("Before.\n\n## Steps\n\nFour & <b>five</b>.\n\nSee [[SOP-004]].\n"))


def words_of_a_draft(clone: Clone) -> None:
    """Other words of a draft."""
    clone.write(DRAFT, document("SOP-023", title="Drafted", status="draft", body="Gone on with.\n"))


def two_at_once(clone: Clone) -> None:
    """Other words of two documents."""
    clone.write(EDITED, text_of("Before.\n\n## Steps\n\nSix.\n\nSee [[SOP-004]].\n"))
    clone.write(DRAFT, document("SOP-023", title="Drafted", status="draft", body="Gone on with further.\n"))


def windows(clone: Clone) -> None:
    """The same lines with other ends."""
    clone.write(EDITED, text_of("Before.\n\n## Steps\n\nSix.\n\nSee [[SOP-004]].\n", newline="\r\n"))


ALONE = (words, more_words, words_of_a_draft, two_at_once, windows)
"""One after the other: edits that no page shows but that of the document, from the second build of each on."""


def heading(clone: Clone) -> None:
    """A further heading."""
    clone.write(EDITED, text_of("## Steps\n\n## Other steps\n\nSeven.\n"))


def link(clone: Clone) -> None:
    """Other links."""
    clone.write(EDITED, text_of("## Steps\n\nSee [[SOP-022]] and [[NC-2026-090]].\n"))


def heading_gone(clone: Clone) -> None:
    """A heading is gone to which others lead."""
    clone.write(EDITED, text_of("Seven.\n"))


def picture(clone: Clone) -> None:
    """A picture is shown."""
    clone.write(EDITED, text_of("## Steps\n\n![Flow](flow.png)\n"))


def other_picture(clone: Clone) -> None:
    """The picture is another one."""
    clone.write("procedures/flow.png", (PICTURE + b"2").decode("latin-1"))


def table(clone: Clone) -> None:
    """A table of a file is shown."""
    clone.write(EDITED, text_of("## Steps\n\n```table\nfile: limits.csv\n```\n"))


def other_data(clone: Clone) -> None:
    """The file of the table is another one."""
    clone.write("procedures/limits.csv", "Name,Limit\nWidth,4\n")


def title(clone: Clone) -> None:
    """Another title."""
    clone.write(EDITED, document("SOP-021", 3, title="Edited anew", body="## Steps\n\nEight.\n"))


def summary(clone: Clone) -> None:
    """Another summary of the change."""
    change = {"class": "minor", "summary": "Other words.", "reason": "Somebody asked."}
    clone.write(EDITED, document("SOP-021", 3, title="Edited anew", change=change, body="## Steps\n\nEight.\n"))


def finding(clone: Clone) -> None:
    """A link that leads nowhere."""
    clone.write(EDITED, text_of("## Steps\n\nSee [[SOP-404]].\n"))


def same_number(clone: Clone) -> None:
    """The text as it was issued."""
    clone.write(EDITED, text_of("## Steps\n\nTwo.\n", revision=2))


def altered(clone: Clone) -> None:
    """Another text under the number that was issued."""
    clone.write(EDITED, text_of("## Steps\n\nTwo and more.\n", revision=2))


def home(clone: Clone) -> None:
    """Other words on the home page."""
    clone.write(HOME, "---\ncontrolled: false\n---\n\n# Welcome\n\nHere.\n")


def unmarked(clone: Clone) -> None:
    """A page of which nobody says whether it is controlled."""
    clone.write("procedures/note.md", "# A note\n\nOne.\n")


def unmarked_again(clone: Clone) -> None:
    """The same with other words."""
    clone.write("procedures/note.md", "# A note\n\nTwo.\n")


def moved(clone: Clone) -> None:
    """The document stands elsewhere."""
    clone.write("procedures/parts/edited.md", (clone.path / EDITED).read_text(encoding="utf-8"))
    (clone.path / EDITED).unlink()


def moved_back(clone: Clone) -> None:
    """It stands where it stood."""
    (clone.path / "procedures/parts/edited.md").unlink()
    clone.write(EDITED, text_of("## Steps\n\nNine.\n"))


def at_home(clone: Clone) -> None:
    """A document is the home page."""
    clone.write(HOME, document("SOP-024", title="Manual", status="draft", body="Ten.\n"))


def at_home_again(clone: Clone) -> None:
    """The same with other words."""
    clone.write(HOME, document("SOP-024", title="Manual", status="draft", body="Eleven.\n"))


def committed(clone: Clone) -> None:
    """What was changed is committed."""
    clone.git("add", "--all")
    clone.git("commit", "-q", "--allow-empty", "-m", "Meanwhile", day="2026-11-20")


def named_by_a_record(clone: Clone) -> None:
    """A record names the document."""
    path = clone.path / "records/nonconformities/NC-2026-090.yml"
    named = path.read_text(encoding="utf-8") + f"evidence:\n  - ../../{EDITED}\n"
    clone.write("records/nonconformities/NC-2026-090.yml", named)


def settings(clone: Clone) -> None:
    """The site has another name and navigation."""
    text = (clone.path / "mkdocs.yml").read_text(encoding="utf-8")
    clone.write("mkdocs.yml", text.replace("site_name: Manual", "site_name: Ours\nnav: [index.md, edited.md]"))


def file_of_the_site(clone: Clone) -> None:
    """A file beside the documents."""
    clone.write("procedures/note.txt", "Not under control.\n")


FURTHER = (
    *(
        heading,
        words,
        link,
        words,
        heading_gone,
        words,
        picture,
        other_picture,
        words,
        table,
        other_data,
        title,
        summary,
    ),
    *(finding, words, same_number, altered, words, home, unmarked, unmarked_again, moved, moved_back),
    *(at_home, at_home_again, named_by_a_record, words, committed, words, settings, more_words),
    file_of_the_site,
)
"""One after the other: edits of which other pages may show something, and edits of words in between."""

"""Does one part of a build alone and in one process: what no build can do without, unless it has kept the outcome.

python -m benchmarks.floors markdown|templates CONFIGURATION
python -m benchmarks.floors writing SITE NEW
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

__all__ = ["main"]


def main() -> int:
    """The command; its exit status is 1 where there was nothing to do."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floors", description=__doc__)
    parser.add_argument("part", choices=["markdown", "templates", "writing"])
    parser.add_argument("places", type=Path, nargs="+")
    chosen = parser.parse_args()
    if chosen.part == "writing":
        site, new = chosen.places
        done = _written(site, new)
    else:
        done = _converted(chosen.places[0]) if chosen.part == "markdown" else _filled(chosen.places[0])
    print(f"{done:,} files")
    return 0 if done else 1


def _converted(configuration: Path) -> int:
    """Every text is converted by one converter with the extensions of the site."""
    from markdown import Markdown  # noqa: PLC0415 - each part loads what it needs
    from mkdocs.config import load_config  # noqa: PLC0415 - as above
    from mkdocs.utils.meta import get_data  # noqa: PLC0415 - as above

    config = load_config(str(configuration))
    converter = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    texts = sorted(Path(config.docs_dir).rglob("*.md"))
    for path in texts:
        body, _ = get_data(path.read_text(encoding="utf-8"))
        converter.reset().convert(body)
    return len(texts)


def _filled(configuration: Path) -> int:
    """The template of the theme is filled for every page, with navigation and without a body."""
    from mkdocs.commands.build import get_context  # noqa: PLC0415 - as above
    from mkdocs.config import load_config  # noqa: PLC0415 - as above
    from mkdocs.structure.files import get_files  # noqa: PLC0415 - as above
    from mkdocs.structure.nav import get_navigation  # noqa: PLC0415 - as above
    from mkdocs.structure.toc import get_toc  # noqa: PLC0415 - as above

    config = load_config(str(configuration))
    files, surroundings = get_files(config), config.theme.get_env()
    files.add_files_from_theme(surroundings, config)
    navigation = get_navigation(files, config)
    pages = [file.page for file in files.documentation_pages() if file.page]
    for page in pages:
        page.read_source(config)
        page.content, page.toc = "", get_toc([])
    template = surroundings.get_template("main.html")
    for page in pages:
        page.active = True
        template.render(get_context(navigation, files, config, page))
        page.active = False
    return len(pages)


def _written(site: Path, new: Path) -> int:
    """The files of a site are read and written anew."""
    shutil.copytree(site, new, copy_function=_copied)
    return sum(1 for path in new.rglob("*") if path.is_file())


def _copied(source: str, target: str) -> str:
    """A file is written byte by byte, whatever shorter way the system may know."""
    Path(target).write_bytes(Path(source).read_bytes())
    return target


if __name__ == "__main__":
    sys.exit(main())

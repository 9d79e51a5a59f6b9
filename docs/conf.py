"""The documentation as a site: `make docs` builds it into build/site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

project = "scrubber"
copyright = "the authors of scrubber"
version = release = installed("scrubber-text")

extensions = ["myst_parser", "sphinx_copybutton"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["**/README.md"]
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
myst_url_schemes = {"http": None, "https": None, "mailto": None, "file-page": None}
nitpicky = True

html_theme = "furo"
html_title = f"scrubber {version}"
html_static_path = ["_static"]
html_css_files = ["scrubber.css"]
html_copy_source = False
html_show_sourcelink = False


_LINK = re.compile(r"\]\((?P<target>\.\.?/[^)#\s]+)(?:#L(?P<line>\d+))?\)")


def name_files(app: Sphinx, page: str, source: list[str]) -> None:
    """Give links to files of the project that are no pages of this site a scheme of their own."""
    folder = Path(app.env.doc2path(page)).parent

    def named(link: re.Match[str]) -> str:
        path, line = _project_file(folder / link["target"]), link["line"]
        return f"](file-page:{path}.html{f'#L-{line}' if line else ''})" if path else link[0]

    source[0] = _LINK.sub(named, source[0])


def link_to_files(app: Sphinx, tree: nodes.document) -> None:
    """Point those links to pages that show the files."""
    page = app.env.docname
    for link in tree.findall(nodes.reference):
        scheme, _, path = link.get("refuri", "").partition(":")
        if scheme == "file-page":
            link["refuri"] = f"{'../' * page.count('/')}files/{path}"
            link["internal"] = True
            app.env.metadata[page].setdefault("files", set()).add(path.partition(".html")[0])


def _project_file(path: Path) -> str | None:
    path = path.resolve()
    if path.is_dir():
        path = path / "README.md"
    if not path.is_file() or not path.is_relative_to(ROOT) or path.is_relative_to(ROOT / "docs"):
        return None
    return path.relative_to(ROOT).as_posix()


def file_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each file that another page links to."""
    kept = app.env.metadata.values()
    for path in sorted({path for page in kept for path in page.get("files", ())}):
        shown = _highlighted((ROOT / path).read_text(encoding="utf-8"), path)
        yield f"files/{path}", {"title": path, "body": f"<h1>{path}</h1>{shown}", "parents": []}, "page.html"


def _highlighted(text: str, path: str) -> str:
    try:
        lexer = get_lexer_for_filename(path)
    except ClassNotFound:
        lexer = get_lexer_for_filename("a.txt")
    html = highlight(text, lexer, HtmlFormatter(lineanchors="L", nowrap=False))
    return f'<div class="highlight-source notranslate">{html}</div>'


def setup(app: Sphinx) -> None:
    """Connect what is this site's own."""
    app.connect("source-read", name_files)
    app.connect("doctree-read", link_to_files)
    app.connect("html-collect-pages", file_pages)

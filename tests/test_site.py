"""The documentation can be built as a site, without a warning and without a link that leads nowhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from scrubber.packs import load_pack

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", str(folder / "trees"),
         str(ROOT / "docs"), str(folder / "html")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "html"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(value)
            if name in {"id", "name"} and value:
                self.ids.add(value)


def _read(page: Path) -> _Links:
    found = _Links()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def _broken(site: Path) -> Iterator[str]:
    pages = {page: _read(page) for page in site.rglob("*.html")}
    assert len(pages) > 10
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("#"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            known = pages.get(target)
            if not target.exists() or (parts.fragment and known and parts.fragment not in known.ids):
                yield f"{page.relative_to(site)}: {link}"


@pytest.mark.xdist_group("site")
def test_no_link_of_the_site_is_broken(site: Path) -> None:
    assert list(_broken(site)) == []


@pytest.mark.xdist_group("site")
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = [link for page in site.rglob("*.html") for link in _read(page).links if urlsplit(link).netloc]
    text = "".join(page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    assert not [link for link in loaded if f'src="{link}"' in text]
    assert 'rel="stylesheet" type="text/css" href="http' not in text


@pytest.mark.xdist_group("site")
def test_each_bundled_rule_can_be_found_by_its_name(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    rules = [rule.id for path in ROOT.glob("rules/*/pack.yaml") for rule in load_pack(path.parent).rules]
    assert len(rules) > 100
    assert [rule for rule in rules if f'"{rule}"' not in index] == []

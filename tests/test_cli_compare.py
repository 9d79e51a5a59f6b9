"""`scrubber compare`: two packs on a corpus, a git revision among them, as text, JSON and a page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrubber.packs import PackSource

if TYPE_CHECKING:
    from tests.conftest import Ran, Scrubber

TEXT = "The boats came in.\nHigh water: 4:10\nReporting by A. Person\nIt cost $ 5.\n"

Compare = Callable[..., "Ran"]


@pytest.fixture
def newer(pack: Path) -> Path:
    """The Gazette's pack a year later: the tide box asks for a time, a rule is renamed, another is safe now."""
    folder = pack.parent / "newer"
    shutil.copytree(pack, folder)
    rules = folder / "rules.yaml"
    text = rules.read_text().replace("'High water: .*'", "'High water: [0-9:]+'")
    text = text.replace("  safety: unsafe\n", "").replace("- id: dollar\n", "- id: money\n  was: dollar\n")
    rules.write_text(text)
    return folder


@pytest.fixture
def corpus(folder: Path) -> Path:
    path = folder / "docs"
    path.mkdir()
    (path / "a.txt").write_text(TEXT)
    (path / "b.txt").write_text("High water: the novel\nThe end.\n")
    return path


@pytest.fixture
def compare(scrubber: Scrubber, corpus: Path) -> Compare:
    def run(*arguments: object) -> Ran:
        return scrubber("compare", *arguments, "--corpus", "docs")

    return run


def found(ran: Ran) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(ran.out)
    return report


def test_gained_lost_and_no_longer_refused_are_told_by_rule(
    compare: Compare, pack: Path, newer: Path
) -> None:
    ran = compare(pack, newer)
    assert (ran.code, ran.err) == (0, "")
    for part in (
        f"{pack} -> {newer}, on docs\n",
        "2 rules rewritten: gazette.tide-box, gazette.sign-off\n",
        "1 rule renamed: gazette.dollar to gazette.money\n",
        "2 documents: 2 with another text, 2 with other edits\n",
        "1 edit gained, 1 lost, 0 moved; 4 words more and 4 fewer go\n",
        "  lost: 1\n    docs/b.txt, line 1\n      - High water: the novel\n        The end.\n",
        "  gained: 1\n    docs/a.txt, line 3: refused before: unsafe\n",
        "  no longer refused: 1\n",
    ):
        assert part in ran.text, ran.text
    assert "gazette.money  " not in ran.text


def test_a_pack_does_not_differ_from_itself(compare: Compare, pack: Path) -> None:
    ran = compare(pack, pack, "--check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.text == f"{pack} -> {pack}, on docs\n\n2 documents: no difference\n"


def test_check_fails_where_anything_differs(compare: Compare, pack: Path, newer: Path) -> None:
    assert compare(pack, newer, "--check", "--quiet").code == 1
    assert (
        compare(pack, newer, "--check", "--ignore", "gazette.tide-box", "--ignore", "gazette.sign-off").code
        == 0
    )


def test_a_rule_that_one_side_lacks_can_be_selected(compare: Compare, pack: Path, newer: Path) -> None:
    rules = newer / "rules.yaml"
    rules.write_text(
        f"{rules.read_text()}- {{id: end, phrases: [The end.], drop: line, keep: ['The end is near.']}}\n"
    )
    report = found(compare(pack, newer, "--json", "--select", "gazette.end"))
    assert [(rule["id"], rule["gained"]) for rule in report["rules"]] == [("gazette.end", 1)]
    assert report["rules_added"] == ["gazette.end"]
    ran = compare(pack, newer, "--select", "gazette.edn")
    assert ran.code == 2 and "no rule of either pack is called `gazette.edn`" in ran.err


def test_as_json(compare: Compare, pack: Path, newer: Path) -> None:
    report = found(compare(pack, newer, "--json", "--sample", 1))
    assert (report["scrubber_compare"], report["corpus"]) == (1, ["docs"])
    tide = next(rule for rule in report["rules"] if rule["id"] == "gazette.tide-box")
    assert (tide["before"], tide["after"], tide["same"], tide["lost"]) == (2, 1, 1, 1)
    [sample] = tide["samples"]
    assert sample["kind"] == "lost" and sample["removed"] == ["High water: the novel"]
    assert (sample["document"], sample["line"]) == ("docs/b.txt", 1)


def git(*arguments: str) -> None:
    identity = [
        "-c",
        "user.name=A. Person",
        "-c",
        "user.email=a@gazette.example",
        "-c",
        "commit.gpgsign=false",
    ]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path, pack: Path, newer: Path) -> Path:
    """A repository with the older pack committed and the newer one in its place; it uses a pack beside it."""
    (folder / ".git").rmdir()
    base = "id: base\nrules: [base.yaml]\n"
    rule = "- {id: end, phrases: [The end.], drop: line, keep: ['The end is near.']}\n"
    for name, source in (("packs/gazette", pack), ("packs/base", None)):
        (folder / name).mkdir(parents=True)
        for file, text in (
            [(path.name, path.read_text()) for path in source.iterdir()]
            if source
            else [("pack.yaml", base), ("base.yaml", rule)]
        ):
            (folder / name / file).write_text(text)
    manifest = folder / "packs" / "gazette" / "pack.yaml"
    manifest.write_text(f"{manifest.read_text()}uses: [../base]\n")
    git("init", "-q")
    git("add", "packs")
    git("commit", "-q", "-m", "Older", "--no-verify")
    git("tag", "older")
    shutil.copy(newer / "rules.yaml", folder / "packs" / "gazette" / "rules.yaml")
    (folder / "packs" / "base" / "base.yaml").write_text(rule.replace("The end.", "The finish."))
    return folder


def test_a_pack_is_compared_with_a_revision_of_it_and_of_what_it_uses(
    compare: Compare, repository: Path
) -> None:
    status = subprocess.run(["git", "status", "--porcelain"], capture_output=True, check=True).stdout
    ran = compare("older:packs/gazette", "packs/gazette", "--json")
    report = found(ran)
    assert {rule["id"]: (rule["gained"], rule["lost"]) for rule in report["rules"]} == {
        "gazette.tide-box": (0, 1),
        "gazette.sign-off": (1, 0),
        "base.end": (0, 1),
    }
    assert subprocess.run(["git", "status", "--porcelain"], capture_output=True, check=True).stdout == status


def test_a_pack_that_is_used_by_its_id_is_the_revision_s_where_it_lies_in_the_repository(
    compare: Compare, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = {"base": PackSource("base", repository / "packs" / "base")}
    monkeypatch.setattr("scrubber.packs.sources._bundled", lambda: base)
    manifest = repository / "packs" / "gazette" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("../base", "base"))
    git("commit", "-q", "-am", "By its id", "--no-verify")
    (repository / "packs" / "base" / "base.yaml").write_text(
        "- {id: end, phrases: [End], drop: line, keep: [x]}\n"
    )
    (repository / "docs" / "c.txt").write_text("The finish.\n")
    report = found(compare("HEAD:packs/gazette", "packs/gazette", "--json"))
    assert [(rule["id"], rule["lost"]) for rule in report["rules"]] == [("base.end", 1)]
    elsewhere = repository.parent / "elsewhere"
    shutil.move(repository / "packs" / "base", elsewhere)
    base["base"] = PackSource("base", elsewhere)
    assert found(compare("HEAD:packs/gazette", "packs/gazette", "--json"))["rules"] == []


def object_of(*arguments: str, stdin: str = "") -> str:
    done = subprocess.run(["git", *arguments], input=stdin, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_nothing_of_a_revision_is_written_outside_its_folder(
    compare: Compare, repository: Path, tmp_path: Path
) -> None:
    """A tree that no git would make by itself: a link and a folder of one name."""
    (outside := tmp_path / "outside").mkdir()
    inner = object_of(
        "mktree", stdin=f"100644 blob {object_of('hash-object', '-w', '--stdin', stdin='x')}\tb.txt\n"
    )
    link = object_of("hash-object", "-w", "--stdin", stdin=str(outside))
    pack = object_of("rev-parse", "older:packs/base")
    entries = object_of("ls-tree", pack) + f"\n120000 blob {link}\ta\n040000 tree {inner}\ta\n"
    tree = object_of("mktree", stdin=entries)
    commit = object_of("-c", "user.name=A", "-c", "user.email=a@b.example", "commit-tree", tree, "-m", "odd")
    assert compare(f"{commit}:.", "packs/base", "--quiet").code == 0
    assert list(outside.iterdir()) == []


def test_links_and_odd_names_within_a_pack_are_kept(compare: Compare, repository: Path) -> None:
    base = repository / "packs" / "base"
    (base / "wörter liste.txt").write_text("Coast Press\n")
    (base / "wires.txt").symlink_to("wörter liste.txt")
    (base / "pack.yaml").write_text("id: base\nlists: {wire: wires.txt}\nrules: [base.yaml]\n")
    git("add", "packs")
    git("commit", "-q", "-m", "Lists", "--no-verify")
    assert compare("HEAD:packs/base", "packs/base", "--check").code == 0


def test_two_revisions_are_compared_from_a_folder_within(
    compare: Compare, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("commit", "-q", "-am", "Newer", "--no-verify")
    shutil.move("docs", "packs/docs")
    monkeypatch.chdir(repository / "packs")
    report = found(compare("HEAD~1:gazette", "HEAD:packs/gazette", "--json"))
    assert len(report["rules"]) == 3
    assert compare("HEAD:gazette", "./gazette", "--check").code == 0


REVISIONS: list[tuple[str, str]] = [
    # what is asked for, what is said
    ("oldest:packs/gazette", "the repository has no revision `oldest`; expected a commit, a branch or a tag"),
    ("--all:packs/gazette", "no such option"),
    (
        "older:packs/gazete",
        "revision `older` has no packs/gazete/pack.yaml; expected the folder of a pack: packs/base",
    ),
    ("older:", "revision `older` has no "),
]


@pytest.mark.parametrize(("asked", "said"), REVISIONS)
def test_what_is_wrong_with_a_revision_is_told(
    compare: Compare, repository: Path, asked: str, said: str
) -> None:
    ran = compare(asked, "packs/gazette")
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err.lower() if said == "no such option" else said in ran.err


def test_a_broken_pack_of_a_revision_is_told_where_it_is(compare: Compare, repository: Path) -> None:
    (repository / "packs" / "gazette" / "rules.yaml").write_text("- id: tide\n  drop: lines\n  line: x\n")
    git("commit", "-q", "-am", "Broken", "--no-verify")
    ran = compare("HEAD:packs/gazette", "older:packs/gazette")
    assert (ran.code, ran.out) == (2, b"")
    assert "HEAD:packs/gazette/rules.yaml:2:9: " in ran.err
    assert "/scrubber-" not in ran.err


def test_without_a_repository_or_git_it_says_so(
    compare: Compare, folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").rmdir()
    ran = compare("HEAD:packs/gazette", pack)
    assert ran.code == 2 and "is in no git repository" in ran.err
    monkeypatch.setenv("PATH", str(folder))
    ran = compare("HEAD:packs/gazette", pack)
    assert ran.code == 2 and "git is not installed, and a revision is asked for" in ran.err


def test_a_document_that_cannot_be_read_is_named(compare: Compare, corpus: Path, pack: Path) -> None:
    (corpus / "page.txt").write_text("<!doctype html>\n")
    ran = compare(pack, pack)
    assert ran.code == 3
    assert ran.err == "docs/page.txt: it is HTML: extract its text first, with trafilatura for example\n"


def test_a_corpus_without_documents_is_an_error(scrubber: Scrubber, folder: Path, pack: Path) -> None:
    (folder / "empty").mkdir()
    ran = scrubber("compare", pack, pack, "--corpus", "empty", "--check")
    assert (ran.code, ran.out) == (2, b"") and "no documents in empty" in ran.err


WRONG: list[tuple[list[str], str]] = [
    (["--corpus", "-"], "--corpus - for standard input, which can be read only once"),
    (["--corpus", "nowhere"], "nowhere: there is no such file or folder"),
    (["--html", "docs"], "--html docs cannot be written"),
    (["--html", "no/such/folder.html"], "--html no/such/folder.html cannot be written"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_what_is_wrong_with_the_command_line_is_told(
    compare: Compare, pack: Path, arguments: list[str], said: str
) -> None:
    ran = compare(pack, pack, *arguments)
    assert (ran.code, ran.out) == (2, b"") and said in ran.err


class Tags(HTMLParser):
    """Checks that tags are closed in order, and keeps what there is."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self.open else ""


HOSTILE = (
    "High water: <script>alert('1')</script> \u202e\x1b[31m & \"x\" \ud800 <img src=x onerror=y>\nThe end.\n"
)


def read_page(compare: Compare, pack: Path, newer: Path, folder: Path) -> tuple[str, Tags]:
    assert compare(pack, newer, "--html", "page.html").code == 0
    page, tags = (folder / "page.html").read_text(encoding="utf-8"), Tags()
    tags.feed(page)
    assert tags.open == []
    return page, tags


def test_a_page_is_whole_and_shows_what_the_text_shows(
    compare: Compare, pack: Path, newer: Path, folder: Path
) -> None:
    _, tags = read_page(compare, pack, newer, folder)
    for part in (
        "2 documents: 2 with another text",
        "gazette.tide-box",
        "High water: the novel",
        "docs/b.txt, line 1",
    ):
        assert part in tags.text
    anchors = {attributes["href"] for tag, attributes in tags.seen if tag == "a"}
    ids = {f"#{attributes['id']}" for tag, attributes in tags.seen if "id" in attributes}
    assert anchors and anchors <= ids


def test_nothing_of_a_document_is_markup_on_the_page(
    compare: Compare, pack: Path, newer: Path, folder: Path
) -> None:
    (folder / "docs" / "<b>c.jsonl").write_text(json.dumps({"text": HOSTILE}) + "\n")
    page, tags = read_page(compare, pack, newer, folder)
    names = {tag for tag, _ in tags.seen}
    assert not names & {"script", "img", "b>c.jsonl", "link", "iframe", "object", "form"}
    assert "<script>alert('1')</script> \\u202e\\x1b[31m & \"x\" \\ud800 <img src=x onerror=y>" in tags.text
    assert "docs/<b>c.jsonl:1, line 1" in tags.text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)


def test_the_page_needs_no_network_and_no_script(
    compare: Compare, pack: Path, newer: Path, folder: Path
) -> None:
    page, tags = read_page(compare, pack, newer, folder)
    assert "default-src 'none'" in page
    attributes = {name for _, attributes in tags.seen for name in attributes}
    assert not attributes & {"src", "onclick", "onload", "style"}
    assert not re.search(r"https?:|url\(|@import", page)
    assert "prefers-color-scheme: dark" in page and "width=device-width" in page


def test_the_table_is_no_wider_than_the_terminal(
    compare: Compare, pack: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrubber.cli.contrast.is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "80")
    lines = compare(pack, newer, "--sample", 0).text.splitlines()
    table = [line for line in lines if line.startswith(("rule  ", "gazette."))]
    assert len(table) >= 3 and max(map(len, table)) <= 80


def test_colours_are_sent_where_they_are_wanted_and_controls_never(
    compare: Compare, pack: Path, newer: Path, corpus: Path
) -> None:
    (corpus / "c.txt").write_text("High water: \x1b[2J the end\n")
    ran = compare(pack, newer, "--color", "always", "--sample", 9)
    assert "\x1b[1m" in ran.text
    assert "\\x1b[2J" in ran.text and "\x1b[2J" not in ran.text

"""`scrubber suggest`: what it finds in a made corpus, what it leaves alone, and the pack that it writes."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrubber.cli import main
from scrubber.compile import compile_plan
from scrubber.document import Document, Meta
from scrubber.packs import load_pack
from scrubber.pipeline import Cleaner
from scrubber.plugins import Registry
from scrubber.specs import PackSpec, PhrasesSpec
from scrubber.suggest.making import Suggestions, Terms, suggest, write_files
from scrubber.suggest.sampling import Page
from scrubber.testing import check_packs

if TYPE_CHECKING:
    from tests.conftest import Scrubber


def _made_sites() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "made_sites.py"
    spec = importlib.util.spec_from_file_location("made_sites", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


MADE = _made_sites()
SEED = 11
TERMS = Terms()
WORDS = [
    "harbour",
    "council",
    "market",
    "winter",
    "bridge",
    "ferry",
    "school",
    "garden",
    "river",
    "letter",
    "window",
    "morning",
    "teacher",
    "captain",
    "barrel",
    "stone",
    "yellow",
    "quiet",
    "narrow",
    "mountain",
    "kettle",
    "ladder",
    "orchard",
    "pillow",
    "thunder",
    "velvet",
    "whistle",
    "saddle",
]


def sentence(rng: random.Random, size: int = 0) -> str:
    words = [rng.choice(WORDS) for _ in range(size or rng.randint(10, 18))]
    return f"{' '.join(words).capitalize()}."


def drafted(texts: Iterable[str], site: str = "gazette.example", terms: Terms = TERMS) -> Suggestions:
    pages = [
        Page(f"corpus.jsonl:{number}", f"https://{site}/{number}" if site else "", text)
        for number, text in enumerate(texts, 1)
    ]
    return suggest(lambda: iter(pages), terms, "draft")


def article(rng: random.Random, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    body = [sentence(rng) for _ in range(rng.randint(4, 8))]
    return "\n\n".join([*before, *body, *after])


def loaded(made: Suggestions) -> PackSpec:
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), made.files)
        return load_pack(Path(folder))


def phrases(made: Suggestions) -> set[str]:
    return {phrase for rule in made.rules for phrase in rule.phrases}


@pytest.fixture(scope="module")
def documents() -> list[object]:
    return list(MADE.made_documents(MADE.made_sites(20, SEED), 20 * 25, SEED))


@pytest.fixture(scope="module")
def draft(documents: list[object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"url": d.url, "text": d.text}) + "\n" for d in documents))  # type: ignore[attr-defined]
    assert main(["suggest", str(corpus), "--output", str(folder / "draft"), "--quiet"]) == 0
    return folder / "draft"


def test_of_twenty_sites_with_five_kinds_each_nearly_all_are_found_and_no_line_of_an_article_is_taken(
    documents: list[object], draft: Path
) -> None:
    planted: Counter[tuple[str, str]] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    eaten = []
    with Cleaner(compile_plan([load_pack(draft)], Registry()), unsafe=True) as cleaner:
        for made in documents:
            result = cleaner.clean(Document(made.text, Meta(url=made.url)))  # type: ignore[attr-defined]
            left = Counter(result.text.split("\n"))
            for line, kind in made.lines:  # type: ignore[attr-defined]
                stays = left[line] > 0
                left[line] -= stays
                if kind:
                    planted[made.url.split("/")[2], kind] += 1  # type: ignore[attr-defined]
                    taken[made.url.split("/")[2], kind] += not stays  # type: ignore[attr-defined]
                elif not stays:
                    eaten.append(line)
    assert eaten == []
    assert len(planted) == 100
    assert sum(taken[key] >= 0.9 * count for key, count in planted.items()) >= 95


def test_the_draft_passes_its_tests_as_it_stands(draft: Path, scrubber: Scrubber) -> None:
    ran = scrubber("test", draft)
    assert ran.code == 0, ran.text[-2000:]
    assert "all hold" in ran.text


def test_every_rule_is_unsafe_and_has_examples_a_keep_and_a_description(draft: Path) -> None:
    pack = load_pack(draft)
    assert len(pack.rules) >= 90
    for rule in pack.rules:
        assert rule.safety == "unsafe"
        assert rule.examples and rule.keep
        assert len(rule.description.split()) >= 4
        assert any(condition.domains for condition in rule.where), rule.id
        assert all(example.url for example in (*rule.examples, *rule.keep))


def test_each_rule_says_its_support_and_an_estimate(draft: Path) -> None:
    for path in draft.glob("*-example.yaml"):
        text = path.read_text()
        rules = text.count("- id: ")
        assert rules
        assert text.count("\n# support: ") == text.count("\n# estimated precision: ") == rules


def test_shapes_become_phrases_with_slots() -> None:
    rng = random.Random(3)
    names = ["Ida Holm", "Arne Voss", "Mina Falk-Berg", "Jon de Wit", "Lea Quill", "Tor Bly", "Una Ask"]
    made = drafted(
        article(
            rng,
            [
                sentence(rng, 6)[:-1],
                f"By {rng.choice(names)} | {rng.randint(1, 28)} May 20{rng.randint(10, 30)}",
            ],
            [
                f"{rng.randint(2, 900)} readers liked this",
                f"Read more: {sentence(rng, 5)}",
                f"© 20{rng.randint(10, 30)} Gazette. {rng.getrandbits(60):x}a",
            ],
        )
        for _ in range(30)
    )
    assert phrases(made) == {
        r"By {name} \| {date}",
        "{int} readers liked this",
        "Read more: {words}",
        "© {year} Gazette. {hex}",
    }


def test_lines_that_stand_together_are_one_rule() -> None:
    rng = random.Random(4)
    menu = ["Gazette", "Home", "Sport", "Weather"]
    made = drafted(article(rng, [*menu, sentence(rng, 6)[:-1]]) for _ in range(12))
    assert [rule.phrases for rule in made.rules] == [tuple(menu)]


def test_lines_that_differ_in_a_name_alone_are_one_phrase() -> None:
    rng = random.Random(5)
    names = ["Ida Holm", "Arne Voss", "Mina Falk"]
    made = drafted(article(rng, [sentence(rng, 6)[:-1], f"By {rng.choice(names)}"]) for _ in range(60))
    assert phrases(made) == {"By {name}"}


TRAPS = {
    "a refrain": lambda rng: [
        sentence(rng, 3)[:-1], sentence(rng, 6)[:-1], sentence(rng, 7)[:-1] + ",", "Row, brothers, row the boat",
        sentence(rng, 6)[:-1], sentence(rng, 7)[:-1] + ";", "Row, brothers, row the boat",
    ],
    "headings": lambda rng: [sentence(rng, 6)[:-1], "Abstract", sentence(rng), "How it was done", sentence(rng)],
    "a heading of its own under the title": lambda rng: [sentence(rng, 6)[:-1], "What you need", sentence(rng), sentence(rng)],
    "a quotation": lambda rng: [sentence(rng), "“We are not leaving,” she said.", sentence(rng), sentence(rng)],
    "a recipe": lambda rng: [
        sentence(rng, 4)[:-1], "Ingredients", f"{rng.randint(1, 9)} {rng.choice(WORDS)}", "Method", sentence(rng), sentence(rng), "Serve warm.",
    ],
    "an interview": lambda rng: [
        sentence(rng), *(f"{who}: {sentence(rng)}" for who in ("Question", "Answer", "Question", "Answer")), sentence(rng),
    ],
    "a letter": lambda rng: ["Dear Editor", sentence(rng), sentence(rng), "Yours sincerely", " ".join(rng.sample(WORDS, 2)).title()],
    "the weather": lambda rng: [
        "Weather forecast", f"Today: {sentence(rng)}", f"Tomorrow: {sentence(rng)}", f"High {rng.randint(1, 30)} degrees",
    ],
    "a column's title": lambda rng: ["Your stars this week", "Aries", sentence(rng), "Taurus", sentence(rng)],
    "ornaments": lambda rng: [sentence(rng), "* * *", sentence(rng), "* * *", sentence(rng)],
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_what_recurs_in_the_article_is_not_proposed(trap: str) -> None:
    rng = random.Random(6)
    made = drafted("\n\n".join(TRAPS[trap](rng)) for _ in range(30))
    assert phrases(made) == set()
    assert made.files == {}


@pytest.mark.parametrize("form", ["sentences that come again", "sentences of one shape"])
def test_articles_may_be_made_of_what_recurs(form: str) -> None:
    rng = random.Random(20)
    pool = [sentence(rng) for _ in range(40)]

    def body() -> list[str]:
        if form == "sentences that come again":
            return rng.sample(pool, 6)
        return [
            f"Part {n} of {rng.randint(1, 99)} is about the {rng.choice(WORDS)} of the town."
            for n in range(5)
        ]

    made = drafted(
        "\n\n".join([sentence(rng, 6)[:-1], *body(), "Filed by the night desk of Harl", "Imprint"])
        for _ in range(40)
    )
    assert phrases(made) == {"Filed by the night desk of Harl", "Imprint"}


def test_between_paragraphs_only_what_says_itself_what_it_is_is_proposed() -> None:
    rng = random.Random(7)

    def text() -> str:
        lines = [sentence(rng) for _ in range(8)]
        for line in ("Advertisement", "— The story goes on below —", "How they did it"):
            lines.insert(rng.randint(1, len(lines) - 1), line)
        return "\n\n".join(lines)

    assert phrases(drafted(text() for _ in range(20))) == {"Advertisement", "— The story goes on below —"}


def test_a_rule_counts_for_its_site_alone() -> None:
    rng = random.Random(8)
    pages = [
        Page(
            f"c:{n}", f"https://www.{site}/{n}", article(rng, (), [f"Printed by {site} in the old town hall"])
        )
        for n, site in enumerate(["one.example", "two.example"] * 10)
    ]
    pack = loaded(suggest(lambda: iter(pages), Terms(), "draft"))
    assert {condition.domains for rule in pack.rules for condition in rule.where} == {
        ("one.example",),
        ("two.example",),
    }


def test_documents_without_a_url_are_one_site_of_no_name() -> None:
    rng = random.Random(9)
    made = drafted(
        (article(rng, (), ["Sent in by the readers of the old town paper"]) for _ in range(9)), site=""
    )
    (rule,) = loaded(made).rules
    assert not any(condition.domains for condition in rule.where)
    assert not any(example.url for example in (*rule.examples, *rule.keep))


def test_small_sites_are_looked_at_together() -> None:
    rng = random.Random(10)
    pages = [
        Page(
            f"c:{n}", f"https://site{n}.example/", article(rng, (), ["Share this article", "Leave a comment"])
        )
        for n in range(12)
    ]
    made = suggest(lambda: iter(pages), Terms(), "draft")
    assert phrases(made) == {"Share this article", "Leave a comment"}
    assert "on 12 sites" in made.files["many-sites.yaml"]


def test_a_look_alike_comes_from_the_articles_where_they_have_one() -> None:
    rng = random.Random(12)
    look_alike = "Share this article with nobody, the captain told the teacher, and burn it."
    made = drafted(
        article(
            rng, (), [look_alike, sentence(rng), "Share this article"] if n == 4 else ["Share this article"]
        )
        for n in range(12)
    )
    (rule,) = loaded(made).rules
    assert look_alike in [keep.before for keep in rule.keep]
    assert "# from corpus.jsonl:5" in made.files["gazette-example.yaml"]


def test_the_same_documents_give_the_same_draft_in_whatever_order_they_come() -> None:
    rng = random.Random(13)
    pages = [
        Page(f"c:{n}", f"https://gazette.example/{n}", article(rng, (), [f"{n} readers liked this", "Share"]))
        for n in range(60)
    ]
    terms = Terms(sample=20)
    one = suggest(lambda: iter(pages), terms, "draft")
    other = suggest(lambda: iter(pages[::-1]), terms, "draft")
    assert phrases(one) == phrases(other) != set()


def test_support_is_counted_in_all_documents_and_not_in_the_sample() -> None:
    rng = random.Random(14)
    texts = [article(rng, (), ["Share this article"] if n % 3 else []) for n in range(90)]
    made = drafted(texts, terms=Terms(sample=20))
    assert made.looked_at == 20
    assert "# support: 60 of 90 documents (67%)" in made.files["gazette-example.yaml"]


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("{}[]|\\:'\"#&*!%@`,->?~=\t \u00a0\u200b\u202e\u2028\x85\x0b\x1b\x00\x07\ud800\ufeff\U0001f600العربية日本語ßﬀİ0123456789"),
        st.characters(exclude_characters="\r\n"),
    ),
    min_size=1,
    max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HOSTILE, min_size=1, max_size=4), st.booleans())
def test_whatever_the_lines_hold_the_draft_loads_and_passes_its_tests(lines: list[str], site: bool) -> None:
    rng = random.Random(15)
    made = drafted(
        (
            article(
                rng,
                [f"{line} {rng.randint(1, 99)}" for line in lines],
                [f"Filed under {line}" for line in lines],
            )
            for _ in range(6)
        ),
        site="gazette.example" if site else "",
    )
    if made.files:
        checks = list(check_packs([loaded(made)], Registry()))
        assert [check for check in checks if not check.ok] == []
        assert {check.rule.rpartition(".")[2] for check in checks} == {rule.name for rule in made.rules}


def test_a_hostile_line_is_found_all_the_same() -> None:
    rng = random.Random(16)
    line = '{Filed} under [News | Sport]: it\'s \\ "here" # not there\x1b[2J'
    made = drafted(article(rng, (), [line]) for _ in range(9))
    (rule,) = loaded(made).rules
    assert isinstance(rule.matcher, PhrasesSpec)
    assert rule.examples[0].before == line
    assert "\x1b" not in made.files["gazette-example.yaml"]


@pytest.fixture
def corpus(folder: Path) -> Path:
    rng = random.Random(17)
    records = [
        {"url": f"https://gazette.example/{n}", "text": article(rng, (), ["Share this article"])}
        for n in range(8)
    ]
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_the_command_says_what_it_did_and_what_to_do_next(corpus: Path, scrubber: Scrubber) -> None:
    ran = scrubber("suggest", corpus, "--output", "draft")
    assert ran.code == 0 and ran.out == b""
    assert "8 documents of 1 site; 8 documents looked at" in ran.err
    assert "draft: 1 rule for 1 site, all unsafe" in ran.err
    assert "scrubber test ./draft" in ran.err
    assert scrubber("test", "./draft").code == 0
    diff = scrubber("apply", "--pack", "./draft", "--unsafe", "--diff", corpus)
    assert diff.text.count("-Share this article") == 8


def test_the_fields_of_records_can_be_named(folder: Path, scrubber: Scrubber) -> None:
    rng = random.Random(18)
    records = [
        {"link": f"http://a.example/{n}", "body": article(rng, (), ["Share this article"])} for n in range(8)
    ]
    (folder / "c.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert scrubber("suggest", "c.jsonl", "-o", "d", "--text-field", "body", "--url-field", "link").code == 0
    assert "domain: a.example" in (folder / "d" / "a-example.yaml").read_text()


def test_nothing_is_written_where_nothing_recurs(folder: Path, scrubber: Scrubber) -> None:
    (folder / "texts").mkdir()
    for number in range(6):
        (folder / "texts" / f"{number}.txt").write_text(article(random.Random(number)))
    ran = scrubber("suggest", "texts", "--output", "draft")
    assert ran.code == 0
    assert "nothing to suggest" in ran.err
    assert not (folder / "draft").exists()


def test_a_folder_that_is_not_empty_is_refused(corpus: Path, folder: Path, scrubber: Scrubber) -> None:
    (folder / "draft").mkdir()
    assert scrubber("suggest", corpus, "--output", "draft").code == 0
    ran = scrubber("suggest", corpus, "--output", "draft")
    assert ran.code == 2
    assert "--output draft is a folder with something in it" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "--output", "draft"], "standard input, which can be read once only"),
        (["nowhere", "--output", "draft"], "nowhere: there is no such file or folder"),
        (["corpus.jsonl"], "missing option '--output'"),
        (["corpus.jsonl", "--output", "corpus.jsonl"], "--output corpus.jsonl is a file"),
        (["corpus.jsonl", "--output", "no/such/draft"], "there is no folder"),
        (["corpus.jsonl", "--output", "draft", "--sample", "1"], "--sample"),
    ],
)
def test_a_wrong_command_line_is_told(
    corpus: Path, scrubber: Scrubber, arguments: list[str], said: str
) -> None:
    ran = scrubber("suggest", *arguments)
    assert ran.code == 2
    assert said in ran.err.lower() or said in ran.err


def test_a_record_that_cannot_be_read_is_named(corpus: Path, scrubber: Scrubber) -> None:
    with corpus.open("a") as file:
        file.write("{broken\n")
    ran = scrubber("suggest", corpus, "--output", "draft")
    assert ran.code == 3
    assert ran.err.count("corpus.jsonl:9: not read: ") == 1
    assert "1 rule" in ran.err


def test_verbose_names_what_recurs_and_is_not_proposed(folder: Path, scrubber: Scrubber) -> None:
    rng = random.Random(19)
    for number in range(8):
        lines = [sentence(rng), "Abstract", sentence(rng), sentence(rng)]
        (folder / f"{number}.txt").write_text("\n\n".join(lines))
    ran = scrubber("suggest", ".", "--output", "draft", "-v")
    assert "no site: “Abstract” in 8 documents: a heading" in ran.err

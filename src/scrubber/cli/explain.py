"""`scrubber explain`: why a line went or stayed, and what became of a document."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scrubber.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrubber.cli.references import Reference
    from scrubber.compile import CompiledRule

Where = Annotated[str, typer.Argument(metavar="FILE[:RECORD][:LINE]", hidden=True)]
RuleIds = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="ID", help="Tell of this rule alone, and of it everything; repeatable."),
]
Every = Annotated[bool, typer.Option("--all", help="Tell everything, however long it gets.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def explain(
    where: Where,
    rule: RuleIds = None,
    every: Every = False,
    as_json: Json = False,
    pack: options.Pack = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe: options.Unsafe = False,
    without: options.Without = None,
    text_field: options.TextField = "text",
    url_field: options.UrlField = "url",
    lang_field: options.LangField = "lang",
    url: options.Url = "",
    encoding: options.EncodingName = None,
    format: options.FormatName = None,
    color: options.ColourWhen = options.Colour.auto,
) -> int:
    """Say why a line went or stayed: its region and why, each rule that looked at it, and who won.

    FILE:LINE is a line of the original, FILE:10-20 several, FILE alone the whole document in short; for
    records it is FILE:RECORD:LINE and FILE:RECORD. - is standard input. The options are those of the run of
    apply that is to be explained.
    """
    from scrubber.cli.apply import Request
    from scrubber.cli.references import parse_reference

    reference = parse_reference(where)
    request = Request.of(
        paths=(reference.path,), pack=pack, select=select, ignore=ignore, unsafe=unsafe, without=without,
        text_field=text_field, url_field=url_field, lang_field=lang_field, url=url, encoding=encoding,
        format=format, color=color,
    )  # fmt: skip
    return _explain(reference, request, tuple(rule or ()), every, as_json)


def _explain(reference: Reference, request: Any, wanted: tuple[str, ...], every: bool, as_json: bool) -> int:
    from scrubber.cli.loading import Flags, load_variants, read_settings
    from scrubber.cli.references import find_record, lines_meant, source_of
    from scrubber.cli.run import fields_of
    from scrubber.cli.words import Words
    from scrubber.formats import known_formats
    from scrubber.plugins import load

    words = Words()
    config = read_settings(words)
    registry = load(request.without)
    source = source_of(reference, known_formats(registry), request.format)
    flags = Flags(request.pack, request.select, request.ignore, request.unsafe)
    variants = load_variants(config, flags, registry, words)
    variant = variants[config.variant_of(source.path)]
    rules = [_named(name, variant.plan.rules) for name in wanted]
    found = find_record(source, reference, fields_of(request, variant))
    lines = lines_meant(found)
    from scrubber.explain import explain_document, explain_lines

    document, guards = found.record.document, source.format.guards
    if not lines:
        if wanted:
            raise _rule_without_line(reference)
        account = explain_document(variant.plan, document, unsafe=variant.unsafe, guards=guards)
        return _print(found.name, [account], as_json, request, every, wanted)
    stories = explain_lines(
        variant.plan, document, lines, unsafe=variant.unsafe, guards=guards, detailed=rules
    )
    return _print(found.name, stories, as_json, request, every, tuple(rules))


def _rule_without_line(reference: Reference) -> Exception:
    from scrubber.errors import Problem, UsageError

    return UsageError(Problem(None, "--rule without a line", remedy=f"name one: {reference.path}:LINE"))


def _named(name: str, rules: Sequence[CompiledRule]) -> str:
    """Return the id of the rule with an id, or with one that it had before. Raises UsageError."""
    from scrubber.errors import Problem, UsageError, nearest

    for rule in rules:
        if name == rule.id or name in rule.spec.was:
            return rule.id
    hint = nearest(name, [rule.id for rule in rules]) or "see `scrubber rules`"
    raise UsageError(Problem(None, f"no rule is called `{name}`", remedy=hint))


def _print(
    name: str, stories: Sequence[Any], as_json: bool, request: Any, every: bool, rules: tuple[str, ...]
) -> int:
    from scrubber.cli.explained import Page, document_page, line_page, range_page
    from scrubber.cli.words import print_text
    from scrubber.explain.values import DocumentStory
    from scrubber.terminal import wants_colour

    left = any(story.left_alone for story in stories)
    if as_json:
        told = [_plain(story) for story in stories]
        print_text(json.dumps({"document": name, "explained": told}, indent=2, ensure_ascii=False) + "\n")
        return 3 if left else 0
    page = Page.of_terminal(wants_colour(sys.stdout, request.color.value))
    if isinstance(stories[0], DocumentStory):
        document_page(page, name, stories[0], every)
    elif len(stories) > 1 and not (every or rules):
        range_page(page, name, stories)
    else:
        for story in stories:
            line_page(page, name, story, rules, every)
    print_text(page.text)
    return 3 if left else 0


def _plain(value: Any) -> Any:
    """Return a value as JSON says it; a place in a file is one string."""
    from scrubber.errors import Location

    if isinstance(value, Location):
        return str(value)
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value

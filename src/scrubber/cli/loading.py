"""What a run is made of: settings, plugins, packs and plans, loaded before anything is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from scrubber.cli.words import Words
from scrubber.compile import Plan, compile_plan
from scrubber.config import Config, Settings, find_config
from scrubber.errors import ConfigError, Location, Problem, ScrubberError, nearest
from scrubber.library import DEFAULT_PACK
from scrubber.links import matches_any
from scrubber.packs import load_packs
from scrubber.plugins import Registry
from scrubber.specs import Budget, PackSpec, RuleSpec, Text
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says of packs and rules; it beats the settings. Empty: nothing was said."""

    pack: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A plan with the settings that it was made from."""

    plan: Plan
    settings: Settings
    unsafe: bool


def read_settings(words: Words) -> Config:
    """Find the settings that count here, and tell who asked where they are."""
    config = find_config(Path.cwd())
    if config.note:
        words.say(config.note)
    words.detail(f"settings: {config.path}" if config.path else "settings: none")
    return config


def load_variants(config: Config, flags: Flags, registry: Registry, words: Words) -> tuple[Variant, ...]:
    """Compile a plan for each combination of settings that a file can get, the general one first.

    Raises ScrubberError, with places in the settings file where it is what is wrong.
    """
    plans: dict[Settings, Plan] = {}
    variants = []
    for settings in config.variants:
        key = replace(settings, unsafe=None, encoding=None, lang=None)
        if key not in plans:
            plans[key] = _plan(config, key, flags, registry)
        variants.append(Variant(plans[key], settings, flags.unsafe or bool(settings.unsafe)))
    _tell(plans.values(), words)
    return tuple(variants)


def load_chosen(config: Config, settings: Settings, names: Sequence[str]) -> tuple[PackSpec, ...]:
    """Load the packs named on the command line, else those of the settings, else the default."""
    if names:
        return load_packs(names, Path.cwd())
    if not settings.packs:
        return load_packs([DEFAULT_PACK], Path.cwd())
    try:
        return load_packs([name.value for name in settings.packs], config.folder)
    except ScrubberError as error:
        raise _located(error, settings.packs, config) from None


def _plan(config: Config, settings: Settings, flags: Flags, registry: Registry) -> Plan:
    packs = with_budgets(load_chosen(config, settings, flags.pack), settings.budgets or ())
    select = flags.select or tuple(name.value for name in settings.select or ())
    ignore = flags.ignore or tuple(name.value for name in settings.ignore or ())
    said = (*(settings.select or ()), *(settings.ignore or ()))
    try:
        return compile_plan(packs, registry, select=select, ignore=ignore)
    except ScrubberError as error:
        raise _located(error, said, config) from None


def _located(error: ScrubberError, said: Iterable[Text], config: Config) -> ScrubberError:
    """Give the problems that quote what the settings say their place there."""
    places = {f"`{text.value}`": text.location for text in said}

    def complete(problem: Problem) -> Problem:
        quoted = (place for word, place in places.items() if word in problem.found)
        return problem if problem.location else replace(problem, location=next(quoted, None))

    return type(error)([complete(problem) for problem in error.problems])


def with_budgets(packs: Sequence[PackSpec], budgets: Sequence[tuple[Text, Budget]]) -> tuple[PackSpec, ...]:
    """Return the packs with the budgets that settings give to rules; a later one counts over an earlier.

    Raises ConfigError for a name that no rule has.
    """
    ids = [rule.id for pack in packs for rule in pack.rules]
    problems = [
        Problem(name.location, f"no rule is called `{name.value}`", remedy=nearest(name.value, ids))
        for name, _ in budgets
        if not any(_is_meant(name.value, rule_id) for rule_id in ids)
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(
        replace(pack, rules=tuple(_with_budget(rule, budgets) for rule in pack.rules)) if budgets else pack
        for pack in packs
    )


def _is_meant(name: str, rule_id: str) -> bool:
    return name == rule_id.rpartition(".")[0] or matches_any(rule_id, [name])


def _with_budget(rule: RuleSpec, budgets: Sequence[tuple[Text, Budget]]) -> RuleSpec:
    meant = [budget for name, budget in budgets if _is_meant(name.value, rule.id)]
    return replace(rule, budget=meant[-1]) if meant else rule


def _tell(plans: Iterable[Plan], words: Words) -> None:
    told: set[str] = set()
    for plan in plans:
        words.detail(f"packs: {', '.join(pack.id for pack in plan.packs)}; {len(plan.rules)} rules")
        for dropped in plan.dropped:
            if dropped.rule not in told:
                told.add(dropped.rule)
                words.say(f"rule {dropped.rule} does not run: it needs the plugin {dropped.plugin}")


def shown_place(location: Location) -> str:
    """Return a place as short as it can be opened from here."""
    try:
        return str(replace(location, path=location.path.resolve().relative_to(Path.cwd().resolve())))
    except ValueError:
        return str(location)

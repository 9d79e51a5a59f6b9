"""The JSON Schemas of rule files, `pack.yaml` and `scrubber.yaml`, for editors.

Keys, words and limits are those of the readers in :mod:`scrubber.schema`; the tests hold both to each other.
What needs more than one file, a pattern compiled or two values compared, only the loader sees.
"""

from collections.abc import Callable, Mapping

from scrubber.json_schema.manifest import pack_schema, settings_schema
from scrubber.json_schema.rules import rules_schema
from scrubber.json_schema.values import Schema
from scrubber.packs.sources import available_packs
from scrubber.plugins import Registry

__all__ = ["SCHEMAS", "Schema", "pack_schema", "rules_schema", "settings_schema"]


def _pack(registry: Registry) -> Schema:
    return pack_schema(available_packs(), [info.name for info in registry.plugins])


SCHEMAS: Mapping[str, Callable[[Registry], Schema]] = {
    "rules": rules_schema,
    "pack": _pack,
    "settings": lambda registry: settings_schema(available_packs()),
}
"""The schema of each kind of file, for the packs and plugins that are installed."""

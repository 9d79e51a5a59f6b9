"""From nodes to specs: the closed sets of keys of packs and rules, and what each may hold.

Every reader keeps the problems that it finds and reads on; whoever reads a pack raises them together.
"""

from scrubber.schema.manifest import Manifest, read_manifest
from scrubber.schema.reading import Reading
from scrubber.schema.rules import content_hash, read_rules

__all__ = ["Manifest", "Reading", "content_hash", "read_manifest", "read_rules"]

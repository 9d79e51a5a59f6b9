"""Globs over paths, in the one meaning that options and settings share.

``*`` and ``?`` stay within a name, ``**`` crosses folders. A glob without a ``/`` means the name, wherever it
stands; one with a ``/`` means the whole path from its root. A glob that matches a folder matches all in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|.", re.DOTALL)


def matches(path: PurePath, glob: str) -> bool:
    """Whether ``glob`` matches a relative path or one of the folders that it lies in.

    >>> matches(PurePath("wire/2024/a.txt"), "*.txt"), matches(PurePath("wire/2024/a.txt"), "wire/*.txt")
    (True, False)
    >>> matches(PurePath("wire/2024/a.txt"), "wire/**/*.txt"), matches(PurePath("wire/2024/a.txt"), "2024")
    (True, True)
    """
    pattern = _compiled(glob)
    if "/" not in glob.rstrip("/"):
        return any(pattern.fullmatch(part) for part in path.parts)
    return any(pattern.fullmatch(parent.as_posix()) for parent in (path, *path.parents))


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    body = glob.removeprefix("./").strip("/")
    return re.compile("".join(map(_translated, _PARTS.findall(body))), re.DOTALL)


def _translated(part: str) -> str:
    if part.startswith("[") and len(part) > 1:
        negated = part.startswith("[!")
        inside = part[2 if negated else 1 : -1].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
        return f"[{'^/' if negated else ''}{inside}]"
    return {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)

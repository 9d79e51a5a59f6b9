"""The command line. `main` is the only place that turns exceptions into exit codes.

Exit codes: 0 done; 1 `--check` found changes or a test failed; 2 usage, configuration, rule or plugin error,
nothing written; 3 finished, but named documents were left untouched; 70 our own bug; 130 interrupted and 141
closed pipe, what was finished is whole.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
UNFINISHED, INTERNAL, INTERRUPTED, CLOSED_PIPE = 3, 70, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. ``arguments`` are those of the process by default."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = 0
    try:
        code = _guarded(given)
        _flush()
    except BrokenPipeError:
        code = CLOSED_PIPE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        if not code:  # else it has been told already
            _tell(f"standard output cannot be written: {error.strerror}\n")
        code = code or UNFINISHED
    else:
        return code
    _hush()
    return code


def _guarded(arguments: list[str]) -> int:
    """Run, and tell what a person did wrong, or what we did."""
    from scrubber.errors import ScrubberError

    try:
        from scrubber.cli.app import run

        return run(arguments)
    except ScrubberError as error:
        _tell(f"{error}\n")
        return error.exit_code
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            raise  # a stream that takes no more: no file is to blame
        return _internal(error, arguments)


def _tell(message: str) -> None:
    from scrubber.terminal import escape_controls

    if sys.stderr is not None:
        sys.stderr.write(escape_controls(f"scrubber: {message}"))
        sys.stderr.flush()


def _internal(error: Exception, arguments: Sequence[str]) -> int:
    wanted = os.environ.get("SCRUBBER_TRACEBACK") == "1" or {"-v", "--verbose"} & set(arguments)
    if wanted:
        import traceback

        _tell("".join(traceback.format_exception(error)))
    short = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    remedy = "report this line" if wanted else "report what it says with SCRUBBER_TRACEBACK=1 set"
    _tell(
        f"internal error: {short}\n"
        f"  This is a bug in scrubber, not in your text. Files that were not finished are as they were.\n"
        f"  Please {remedy}, with `scrubber --version`, to the project's issue tracker.\n"
    )
    return INTERNAL


def _flush() -> None:
    """Send what is buffered now, while a closed pipe can still be told from success."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _hush() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not complain on its way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (AttributeError, OSError, ValueError):  # no such stream, or one that is no file
            continue
    os.close(nowhere)

"""`python -m scrubber` is the same as `scrubber`."""

import sys

from scrubber.cli import main

sys.exit(main())

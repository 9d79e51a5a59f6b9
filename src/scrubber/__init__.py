"""scrubber: clean text with rules and plugins, and see every change."""

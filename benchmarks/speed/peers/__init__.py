"""Other people's cleaners, each in a module of its own with the same five names.

`NAME` for the table; `TELLS`, what it can say about its changes; `READS`, "jsonl" or "text"; `missing()`, why
it cannot be run, or ""; `words(folder)`, its command, in which `{in}` and `{out}` stand for files.
"""

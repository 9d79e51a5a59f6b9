"""perl with the baseline's sixty patterns, each tried on each line: on plain text, as it has no fast JSON."""

from __future__ import annotations

import shutil
from pathlib import Path

from line_patterns import PATTERNS

NAME = "perl, sixty patterns, plain text"
TELLS = "a count of lines"
READS = "text"

PROGRAM = r"""
use strict;
my ($patterns, $in, $out) = @ARGV;
open(my $list, '<', $patterns) or die; chomp(my @sources = <$list>);
my @compiled = map { qr/^(?:$_)$/ } @sources;
open(my $lines, '<', $in) or die; open(my $kept, '>', $out) or die;
my $removed = 0;
LINE: while (my $line = <$lines>) {
    (my $stripped = $line) =~ s/^\s+|\s+$//g;
    for my $pattern (@compiled) { if ($stripped =~ $pattern) { $removed++; next LINE } }
    print $kept $line;
}
print "$removed lines removed\n";
"""


def missing() -> str:
    return "" if shutil.which("perl") else "there is no perl"


def words(folder: Path) -> list[str]:
    program, patterns = folder / "lines.pl", folder / "patterns.txt"
    program.write_text(PROGRAM, encoding="utf-8")
    patterns.write_text("\n".join(PATTERNS) + "\n", encoding="utf-8")
    return ["perl", str(program), str(patterns), "{in}", "{out}"]

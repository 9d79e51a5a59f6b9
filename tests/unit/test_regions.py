from hypothesis import given
from hypothesis import strategies as st

from scrubber.layout import judge_layout
from scrubber.regions import judge_regions


@given(st.lists(st.text(max_size=60), max_size=60))
def test_any_lines_have_regions(lines: list[str]) -> None:
    regions = judge_regions(lines, judge_layout(lines))
    assert 0 <= regions.head_end <= regions.tail_start <= len(lines)

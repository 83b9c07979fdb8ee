from hypothesis import given
from hypothesis import strategies as st

from habeas.register.views import SpanView
from habeas.site.segments import segments


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=6))
def test_segments_joined_are_the_text_and_each_claim_covers_its_span(text: str, places: list[tuple[int, int]]):
    spans = [SpanView(start=start, end=end, claims=(str(number),)) for number, (start, end) in enumerate(places)]
    found = segments(text, spans)
    assert "".join(part.text for part in found) == text
    for number, (start, end) in enumerate(places):
        covered = "".join(part.text for part in found if str(number) in part.claims)
        assert covered == (text[start:end] if 0 <= start < end <= len(text) else "")
        if covered:
            assert sum(str(number) in part.closing for part in found) == 1

from hypothesis import given
from hypothesis import strategies as st

from recruiter.encoder.masking import masked
from recruiter.highlight import Segment, as_read, marked, segments


def test_cues_become_segments_of_their_kind() -> None:
    assert segments("I mend clocks.", [(2, 6, "purpose")]) == [
        Segment("I "),
        Segment("mend", "purpose"),
        Segment(" clocks."),
    ]


def test_the_words_that_carry_a_match_become_one_segment() -> None:
    assert marked("I mend clocks.", 2, 13) == [
        Segment("I "),
        Segment("mend clocks", "match"),
        Segment("."),
    ]
    assert marked("I mend clocks.", 0, 0) == [Segment("I mend clocks.")]


cues = st.lists(
    st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(["purpose", "problem"]))
)


@given(st.text(max_size=30), cues)
def test_whatever_the_cues_the_text_comes_out_whole(
    text: str, found: list[tuple[int, int, str]]
) -> None:
    parts = segments(text, found)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)


def test_what_is_read_is_cut_at_its_masks_and_joins_to_it() -> None:
    text = "Highly recommended! As a widow  I run\na tool library."
    parts = as_read(text)
    assert [part for part in parts if part.kind] == [
        Segment("", "praise"),
        Segment("a person", "family"),
    ]
    assert "".join(part.text for part in parts) == masked(" ".join(text.split())).text


def test_what_is_read_as_written_is_not_cut() -> None:
    assert as_read("I run a  tool library.") == []

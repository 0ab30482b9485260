"""What differs between two wordings: nothing lost, nothing invented."""

from hypothesis import given
from hypothesis import strategies as st

from hiring.wording import Change, Piece, differences

wordings = st.text(alphabet="ab \n", max_size=40)


def test_names_the_words_that_came_and_went() -> None:
    assert differences("Close the books in ten days.", "Close the books in one day.") == [
        Piece(Change.KEPT, "Close the books in", " "),
        Piece(Change.REMOVED, "ten days.", " "),
        Piece(Change.ADDED, "one day.", " "),
    ]


def test_a_new_line_break_is_no_new_word() -> None:
    assert [piece.change for piece in differences("No van empty.", "No van\nempty.")] == [
        Change.KEPT
    ]


def test_small_words_that_stayed_in_a_new_sentence_are_not_told() -> None:
    pieces = differences(
        "A faster and cleaner close.", "Nobody waits for numbers and nobody guesses them."
    )
    assert [piece.change for piece in pieces] == [Change.REMOVED, Change.ADDED]


def test_two_changes_far_apart_stay_two() -> None:
    pieces = differences(
        "Ten people decide on this month and not on the last one, ever.",
        "Nine people decide on this month and not on the last one, always.",
    )
    assert [piece.change.value for piece in pieces] == [
        "removed",
        "added",
        "kept",
        "removed",
        "added",
    ]


def test_against_nothing_everything_is_new() -> None:
    assert [piece.change for piece in differences("", "Be there.")] == [Change.ADDED]
    assert [piece.change for piece in differences("Be there.", "")] == [Change.REMOVED]
    assert differences("", "") == []


@given(before=wordings, after=wordings)
def test_what_is_kept_or_added_is_the_new_wording_to_the_letter(before: str, after: str) -> None:
    pieces = differences(before, after)
    new = "".join(piece.text for piece in pieces if piece.change != Change.REMOVED)
    assert new.strip() == after.strip()


@given(before=wordings, after=wordings)
def test_what_is_kept_or_removed_is_the_old_wording_word_by_word(before: str, after: str) -> None:
    pieces = differences(before, after)
    old = "".join(piece.text for piece in pieces if piece.change != Change.ADDED)
    assert old.split() == before.split()

"""The measure agrees with what is known."""

import pytest

from tests.support.readability import grade, syllables_of


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("make", 1), ("table", 2), ("webinar", 3), ("registration", 4), ("asked", 1)],
)
def test_syllables_are_counted(word, count):
    assert syllables_of(word) == count


def test_a_plain_text_asks_for_a_low_grade_and_an_official_one_for_a_high_one():
    plain = "The cat sat on the mat. It was warm there.\nShe likes it."
    official = (
        "Notwithstanding the aforementioned provisions, the organization reserves the "
        "discretionary authority to retain identifying information indefinitely."
    )

    assert grade(plain) < 2
    assert grade(official) > 18

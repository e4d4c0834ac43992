"""Small numbers as English writes them out, for all that compares texts."""

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=2,
    )
}
"""Word by word its digits. "One" is left out: it is mostly no number."""

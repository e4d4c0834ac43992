"""Sentences for a reader about what an answer holds; what is missing was only not found."""

from app.scoring.values import PointScore

_MOST_NAMED = 5

_ABOUT_FLAGS = {
    "empty": "The answer has no words to score.",
    "question_repeated": "The answer holds no word beyond the question.",
    "hint_copied": "Nearly all words of the answer stand in the question or its hints.",
    "keyword_list": "The answer lists terms without saying how they relate.",
    "instructions": "The answer speaks to whoever scores it.",
    "other_language": "The answer seems to be in a language that this scorer cannot judge.",
    "shuffled": "The order of the words does not make sentences.",
    "padding": "The answer repeats itself or is far longer than usual.",
    "negated": "Several points were found only in statements that deny them.",
    "swapped": "The answer seems to exchange the roles of the things it speaks about.",
    "misdescribed": "Of several things the answer says only what the model answer does not.",
    "opposite": "Words say the opposite of what the model answer says of the same.",
    "different_number": "A number is not the one that the model answer has in its place.",
    "different_name": "A name is not the one that the model answer has in its place.",
    "required_point_missing": "A point that every answer should make was not found in the answer.",
}


def feedback_on(points: tuple[PointScore, ...], flags: tuple[str, ...]) -> tuple[str, ...]:
    """What was found, what was found in part, what was not, and why a human should look."""
    said = [point for point in points if point.met == "yes"]
    partly = [point for point in points if point.met == "partial"]
    absent = [point for point in points if point.met == "no"]
    sentences = [f"{len(said)} of {len(points)} key points found in the answer."]
    sentences.extend(_about_part(point) for point in partly[:_MOST_NAMED])
    sentences.extend(f"Not found in the answer: {point.text}" for point in absent[:_MOST_NAMED])
    unnamed = len(partly[_MOST_NAMED:]) + len(absent[_MOST_NAMED:])
    if unnamed:
        sentences.append(f"{unnamed} more found only in part or not found in the answer.")
    sentences.extend(_ABOUT_FLAGS[flag] for flag in flags)
    return tuple(sentences)


def _about_part(point: PointScore) -> str:
    words = ", ".join(point.missing_terms[:_MOST_NAMED])
    absent = f" (not found in the answer: {words})" if words else ""
    return f"Found in part: {point.text}{absent}"

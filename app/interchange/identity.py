"""How an import knows a question again, and how it tells that one has changed."""

from app.interchange.document import QuestionDocument
from app.questions.identity import digest
from app.questions.models import QuestionVersion
from app.questions.schemas import QuestionCreate
from app.search.likeness import normalise


def identity(document: QuestionDocument, source: str) -> str:
    """A hash that names the question: by its explicit id, else its slug, else by its source
    with title, body and options. Titles alone do not do: "What is the output?" is many."""
    if document.external_id is not None:
        parts = ["id", source, document.external_id]
    elif document.slug is not None:
        parts = ["slug", document.slug]
    else:
        texts = [document.title, document.body, *(option.text for option in document.options)]
        parts = ["text", source, *(normalise(text) for text in texts)]
    return digest(parts)


def content_hash(new: QuestionCreate) -> str:
    """A hash of all that a file can say of a question. State and key points that were derived
    are not in it."""
    return digest(
        [
            new.title,
            new.body,
            new.kind,
            [[option.text, option.correct] for option in new.options],
            new.hints,
            new.answer,
            None
            if new.key_points is None
            else [[point.text, point.weight, point.required] for point in new.key_points],
            new.follow_ups,
            new.category,
            list(dict.fromkeys(new.tags)),
            new.difficulty,
            new.expected_seconds,
        ]
    )


def stored_hash(version: QuestionVersion, **question: object) -> str:
    """The same hash of what the bank holds; `question` has the members kept beside versions."""
    points = None if version.key_points_derived else version.key_points
    return content_hash(
        QuestionCreate.model_validate(
            {
                "title": version.title,
                "body": version.body,
                "options": [
                    {"text": option["text"], "correct": option["correct"]}
                    for option in version.options
                ],
                "hints": version.hints,
                "answer": version.answer,
                "key_points": points
                and [
                    {name: point[name] for name in ("text", "weight", "required")}
                    for point in points
                ],
                "follow_ups": version.follow_ups,
                **question,
            }
        )
    )

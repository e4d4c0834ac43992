"""How an import knows a question again."""

import re
from dataclasses import dataclass

from app.interchange.document import QuestionDocument
from app.questions.identity import digest
from app.search.likeness import normalise

_BANK_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Names:
    """What a document may be known by, the surest first. `stored` are hashes as the bank keeps
    them; a question of the bank is also known by its own id and by its slug."""

    stored: tuple[str, ...]
    bank_id: str | None = None
    slug: str | None = None


def names_of(document: QuestionDocument, source: str) -> Names:
    """A document's names: its explicit id, else its slug, else its source with title, body and
    options. Titles alone do not do: "What is the output?" is many questions."""
    stored = []
    bank_id = None
    if document.external_id is not None:
        stored.append(digest(["id", source, document.external_id]))
        if _BANK_ID.fullmatch(document.external_id):
            bank_id = document.external_id
    if document.slug is not None:
        stored.append(digest(["slug", document.slug]))
    if not stored:
        texts = [document.title, document.body, *(option.text for option in document.options)]
        stored.append(digest(["text", source, *(normalise(text) for text in texts)]))
    return Names(tuple(stored), bank_id, document.slug)

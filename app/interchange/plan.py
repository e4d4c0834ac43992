"""What an import will do: the items of its report, and ready rows that wait in a temporary file,
not in memory."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.interchange.formats.spool import Spool
from app.interchange.report import Action, ImportFile, ImportItem
from app.questions.bulk import Batch, Prepared, batch_of
from app.questions.schemas import QuestionCreate

Progress = Callable[[str, int, int], None]
"""Told what is being done (`reading` files, `checking` and `writing` questions), how many are
done, and of how many. It may raise to end the import, of which nothing is written then."""


def no_progress(_: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A question of the bank that gets the content of a file, or only the memory of it."""

    question_id: str
    remember: str
    new: QuestionCreate | None
    publish: bool


Work = tuple[Batch, list[Revision]]
_BATCH = 500
"""Questions that are written together, those of many small files too: a statement for each
costs more than its rows."""


class Plan:
    """What an import will do: the report's items, and the work, batch by batch in order."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self.items = Spool[ImportItem](at_once=500)
        self.counted = Counter[Action]()
        self.files: list[ImportFile] = []
        self.digests: list[str] = []
        self.planned = 0
        self.has_failures = False
        self._work = Spool[Work](at_once=1)
        self._new: list[Prepared] = []
        self._revisions: list[Revision] = []

    def tell(self, items: Iterable[ImportItem]) -> None:
        """Put more of the report aside."""
        for item in items:
            self.items.add(item)
            self.counted[item.action] += 1
            self.has_failures |= item.action is Action.FAILED

    def add(self, new: Sequence[Prepared], revisions: Sequence[Revision]) -> None:
        """Put more work aside."""
        self._new += new
        self._revisions += revisions
        self.planned += len(new) + len(revisions)
        if len(self._new) + len(self._revisions) >= _BATCH:
            self._put_aside()

    def work(self) -> Iterator[Work]:
        """The work that was put aside, as often as it is asked for, batch by batch."""
        self._put_aside()
        yield from self._work

    def _put_aside(self) -> None:
        if self._new or self._revisions:
            self._work.add((batch_of(self._new), self._revisions))
            self._new, self._revisions = [], []

    def close(self) -> None:
        """Let go of the temporary file. The report's items stay until nobody holds them."""
        self._work.close()

    @property
    def summary(self) -> dict[Action, int]:
        """How many items there are of each action, zeros included."""
        return {action: self.counted[action] for action in Action}

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, or one of all of them."""
        if len(self.digests) == 1:
            return self.digests[0]
        return hashlib.sha256("".join(self.digests).encode()).hexdigest()

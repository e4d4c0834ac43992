"""The contest of shapes: which of them a zone of a file is written in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.shapes.convincing import convincing

# What a candidate of a shape weighs: a label says more than a bold line, a bold line more than
# an item. Without enough evidence on average a shape is not considered at all.
_WEIGHT = {
    "cards": 4.0, "labels": 2.0, "details": 1.6, "items": 1.6, "table": 3.0, "bold": 1.3,
    "definitions": 1.6, "numbered-bold": 1.2, "offering": 1.25, "quotes": 1.2, "numbers": 1.0,
    "bullets": 0.9,
}  # fmt: skip
_LEAST = {
    "cards": 0.0, "labels": 0.3, "details": 0.25, "items": 0.5, "table": 0.3, "bold": 0.5,
    "definitions": 0.5, "numbered-bold": 0.5, "offering": 0.5, "quotes": 0.5, "numbers": 0.5,
    "bullets": 0.6,
}  # fmt: skip
_COUNTING = 3.0  # "Question 1", "Question 2" and so on say that nothing between them asks
_THE_COUNT = 1000.0  # nor does what stands between questions that count through a file
_LISTS = ("bullets", "numbers")
_DEEPEST = 4  # shapes, each of which begins before the one found first
_PINNED: dict[str, tuple[str, ...]] = {
    "headings": ("items",),
    "file": (),
    "bold": ("bold", "numbered-bold"), "numbered": ("numbers", "items"), "bullets": ("bullets",),
    "details": ("details",), "labels": ("labels",), "table": ("table",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contest:
    """What is known of the shapes of a whole file: the one that somebody pinned, how much the
    candidates of each ask on average, the shapes that it is known to use, and the lines of numbered
    items that count through it.
    """

    pinned: str | None
    shares: Mapping[str, float]
    usual: tuple[str, ...]
    counted: frozenset[int] = frozenset()

    def winners(self, found: Sequence[Anchor], ease: float, depth: int = 0) -> list[Anchor]:
        """The shape with the most evidence, and what another finds before its first question.

        `ease` is the part of the usual evidence that suffices.
        """
        by_shape: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in found:
            by_shape[anchor.shape].append(anchor)
        best: list[Anchor] = []
        highest = 0.0
        for shape in _PINNED.get(self.pinned or "", tuple(_WEIGHT)):
            found_here = self._convincing(shape, by_shape.get(shape, []), ease)
            said = len(found_here) if self.pinned else sum(one.evidence for one in found_here)
            score = said * _WEIGHT[shape] * self._counting(shape, found_here)
            if found_here and (score > highest or not best):
                best, highest = found_here, score
        if not best:
            return []
        rest = [anchor for anchor in found if anchor.shape != best[0].shape]
        if depth < _DEEPEST and rest:
            before = [anchor for anchor in rest if anchor.start < best[0].start]
            best = [*self.winners(before, ease, depth + 1), *best]
        if best[-1].shape == "items":
            # lists of headings, from where somebody left the headings out
            plain = [one for one in rest if one.shape in _LISTS and one.start > best[-1].start]
            best += self.winners(plain, 1.0, _DEEPEST)
        return best

    def _convincing(self, shape: str, found: Sequence[Anchor], ease: float) -> list[Anchor]:
        sure = self.pinned or shape in self.usual
        least = 0.0 if sure else _LEAST[shape] * ease
        return convincing(found, least, self.shares.get(shape, 0.0))

    def _counting(self, shape: str, found: Sequence[Anchor]) -> float:
        """What it adds that labels count their questions from 1 on, each by the next number, or
        that numbered items go through the count of the file.
        """
        if shape == "numbers":
            return _THE_COUNT if any(one.start in self.counted for one in found) else 1.0
        numbers = [one.title.number for one in found]
        counts_on = shape == "labels" and numbers == [str(n) for n in range(1, len(numbers) + 1)]
        return _COUNTING if counts_on else 1.0

"""The `semantic` scorer: that of key points, with a second reading by a sentence encoder."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from app.judging.semantic.encoder import Encoder
from app.judging.semantic.meaning import Points, points_of
from app.judging.semantic.model import MODEL, PIECES, SHA256, WEIGHTS, check_model
from app.judging.semantic.reading import read_again
from app.scoring.coverage import Coverage
from app.scoring.function_words import is_function_word
from app.scoring.lexicon import Lexicon
from app.scoring.matching import AnswerWords
from app.scoring.preparation import PreparedReference
from app.scoring.scorer import score_answer
from app.scoring.scorers import KeypointsScorer
from app.scoring.values import Reference, Score

RULES = "4"
_MOST_SENTENCES = 60
_REFERENCES = 64


class SemanticScorer:
    """Coverage of key points by words, word vectors, and what words mean in their sentences."""

    name = "semantic"
    description = (
        f"Coverage of the model answer's key points by words and by the vectors of {MODEL}"
    )
    is_slow = True

    def __init__(self, encoder: Encoder, pieces: list[str], lexicon: Lexicon | None = None) -> None:
        self._encoder = encoder
        self._lexicon = lexicon
        self._content = np.array([_is_content(piece) for piece in pieces])
        self._points = lru_cache(_REFERENCES)(self._encode_points)
        self.version = f"{RULES}+minilm-{SHA256[WEIGHTS][:6]}.on-{KeypointsScorer(lexicon).version}"

    def score(self, reference: Reference, answer: str) -> Score:
        """The score of an answer; equal arguments have equal scores on every machine."""

        def second(
            prepared: PreparedReference,
            words: AnswerWords,
            first: tuple[Coverage, ...],
            is_suspect: bool,
        ) -> tuple[Coverage, ...]:
            # Likeness beyond words sees neither negation nor nonsense.
            if is_suspect or not prepared.points or not words.sentences:
                return first
            said = [answer[part.start : part.end] for part in words.sentences[:_MOST_SENTENCES]]
            texts = tuple(item.point.text for item in prepared.points)
            points = self._points(reference.question, texts)
            return read_again(words, first, points, self._encoder.encode(said))

        score = score_answer(reference, answer, self._lexicon, second)
        return replace(score, scorer=self.name, scorer_version=self.version)

    def _encode_points(self, question: str, texts: tuple[str, ...]) -> Points:
        asked, *points = self._encoder.encode([question, *texts])
        return points_of(points, asked, self._content)


def _is_content(piece: str) -> bool:
    return not is_function_word(piece) and any(character.isalnum() for character in piece)


def load_semantic(folder: Path, lexicon: Lexicon | None = None) -> SemanticScorer:
    """The scorer with the model in this folder.

    Raises:
        ModelError: it is not there, or is another one.
    """
    check_model(folder)
    pieces = (folder / PIECES).read_text(encoding="utf-8").splitlines()
    return SemanticScorer(Encoder(folder / WEIGHTS, pieces), pieces, lexicon)

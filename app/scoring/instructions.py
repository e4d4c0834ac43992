"""Sentences that speak to whoever grades, or give themselves a score, in English and others."""

import re
from collections.abc import Container, Iterable

from app.scoring.text import Sentence, content_stems

# All are in small letters, and begin with a word, but those of `_SIGNS`.
# "Marked as complete" is said of jobs and messages too, so forms but the imperative need more.
_JUDGED = r"(?:mark|grad|scor|rat|consider)(?:ed|ing)|considers"
_ENGLISH = (
    r"(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:instruction|prompt|rubric|criteria|above|previous)"
    r"|(?:give|award|assign|grant|deserves?|receive)\b[^.\n]{0,40}"
    r"\b(?:full|maximum|highest|top|perfect|100)\b"
    r"[^.\n]{0,20}\b(?:marks?|score|points?|credits?|grade)\b"
    r"|award\b[^.\n]{0,20}\b(?:maximum|full|100)\b"
    r"|(?:mark|grade|score|rate|treat|count|consider|accept)\s+"
    r"(?:this|it|me|my|as|all|every|the\s+(?:answer|candidate|key\s+points))\b[^.\n]{0,40}"
    r"\b(?:correct|full|maximum|100|10/10|perfect|excellent|met|covered)\b"
    rf"|(?:{_JUDGED})\s+(?:this|it|me|my|the\s+(?:answer|candidate))\b[^.\n]{{0,40}}"
    r"\b(?:correct|perfect|excellent|full\s+(?:marks?|score|points))\b"
    r"|(?:final|correct|right|real|true|fair)\s+(?:score|grade|mark)\b"
    r"|(?:this|my)\s+(?:answer|response|submission|reply)\s+"
    r"(?:is|deserves?|satisf\w+|meets?|covers?|fulfil\w*|should|must)\b[^.\n]{0,40}"
    r"\b(?:criteria|complete|perfect|excellent|correct|full|points?|marks?|scored?|graded?)\b"
    r"|(?:evaluate|assess|grade|mark|rate|score)\s+(?:this|my)\s+(?:answer|response|submission)\b"
    r"|mark\s+(?:it|me|this)\s+(?:as\s+)?pass(?:ed)?\b|let\s+me\s+pass\b|be\s+lenient\b"
    r"|(?:award|grant)\s+me\b|scored\s+(?:at|with)\s+100\b|grading\s+(?:polic|system|rubric)\w*"
    r"|(?:best|highest)\s+possible\s+(?:result|mark|grade|score)\b|deserves?\s+an?\s+a\b"
    r"|(?:get|give|award|score|worth)\b[^.\n]{0,30}\b100\s*(?:/|out\s+of)\s*100\b"
    r"|set\s+(?:(?:the|my|this)\s+)?(?:score|grade)\s+(?:to|at)\s+\d"
    r"|(?:must|should|please|now|only|just)\s+(?:output|return|print|respond\s+with|answer\s+with)"
    r"[^.\n]{0,30}\b(?:100|full|maximum|perfect|excellent)\b"
    r"|(?:graders?|examiners?|evaluators?)\b|dear\s+(?:reviewer|teacher|professor|interviewer)\b"
    r"|system\s+(?:prompt|message|override)\b|you\s+are\s+(?:now\s+)?(?:a|an|the)\s+"
    r"(?:assistant|ai)\b|as\s+an?\s+(?:ai|language\s+model)\b"
)
# What looks like the output of a grader, or like the marks between the turns of a conversation.
_RESULT = r"(?:score|grade|verdict)[\"']?\s*[:=]\s*[\"']?(?:\d|excellent|full|max)"
_SIGNS = (
    r"[\"'](?:passed|is_correct)[\"']\s*:\s*true|[\"'](?:total|points|result)[\"']\s*:\s*[\"']?100\b"
    r"|[\"'](?:met|points_met|needs_review|key_points|verdict)[\"']\s*:"
    r"|</?\s*(?:answer|score|grade|system|instructions?|prompt|user|assistant)\s*>|\[/?(?:system|inst)\]"
    r"|满分|滿分|満点|만점|(?:忽略|无视|無視|忽视)[^。\n]{0,12}(?:指令|指示|说明|要求|規則|规则)"
)
# To ignore what was said, and the best mark, in other languages; either is enough. Forms that are
# English as well ("ignores instructions", "the maximum score") are left out.
_IGNORED = (
    r"ignor(?:a|ar|are|ate|eer|er|ez|iere?|ieren|iert)|missacht\w*|vergiss|vergesst|néglige\w*"
    r"|oubli\w*|olvid\w*|dimentic\w*|desconsider\w*|esque[çc]\w*|negeer\w*|zignoruj\w*|pomiń\w*"
    r"|игнорир\w*|забуд\w*"
)
_TOLD = (
    r"anweisung\w*|instru\w*|consigne\w*|istruzion\w*|regras?|reglas?|regeln|r[èe]gles|vorgaben"
    r"|polece\w*|инструкци\w*|указани\w*"
)
_BEST = (
    r"voll(?:e|en)|maxim(?:a|ale|alen|o)|máxim[ao]|massim[ao]|höchst\w*|hoogste|maksymaln\w*"
    r"|максимальн\w*|высш\w*"
)
_MARK = (
    r"punkt(?:zahl|e)\w*|note|noten|nota|puntuaci\w*|pontua\w*|punteggio|puntos|pontos|score|punten"
    r"|calificaci\w*|балл\w*|оценк\w*|punkt[óo]w"
)
_ANSWER = (
    r"(?:diese[rn]?\s+antwort|cette\s+réponse|esta\s+resp(?:ue|o)sta|questa\s+risposta|dit\s+antwoord"
    r"|эт\w+\s+ответ\w*|tę\s+odpowiedź)"
)
_JUDGES = r"(?:bewert|benot|not[ae]|califi|punt|valut|avali|beoordel|оцен|балл|oceń)"
_FOREIGN = (
    rf"(?:{_IGNORED})\b[^.\n]{{0,40}}\b(?:{_TOLD})"
    rf"|(?:{_BEST})\s+(?:\w+\s+)?(?:{_MARK})\b|(?:{_MARK})\s+(?:{_BEST})\b"
    rf"|{_JUDGES}\w*\s+(?:\w+\s+)?{_ANSWER}|{_ANSWER}\s[^.\n]{{0,40}}\b{_JUDGES}"
    r"|(?:bestnote|meilleure\s+note|(?:mejor|melhor)\s+nota|miglior\s+voto)\b"
)
_SPEAKS = re.compile(rf"\b(?:{_ENGLISH}|{_FOREIGN}|{_RESULT})|_{_RESULT}|{_SIGNS}", re.IGNORECASE)
# The same for what is in small ASCII letters, several times faster as it need not know others.
_SPEAKS_PLAINLY = re.compile(_SPEAKS.pattern)

# Who asks for a mark in his own way needs these words; of 13,606 graded answers to questions none has
# three of them that the model answer has not, in a sentence of which they are half.
_GRADING = frozenset(
    content_stems(
        """
        grade mark score rate judge award assign deserve answer reply response submission candidate
        examiner grader rubric criteria point instruction prompt perfect flawless full top maximum
        highest excellent best lenient generous please kindly ignore forget disregard feedback verdict
        """
    )
)
_FEWEST = 3


def instructs(text: str, sentences: Iterable[Sentence], known: Container[str]) -> bool:
    """Whether one of some sentences tells somebody how to grade, or states a grade as data.

    `known` are the stems that the reference has, whose subject grading may be.
    """
    small = text.lower()
    return any(
        _speaks(text, small, sentence) or _asks_for_a_mark(sentence, known)
        for sentence in sentences
    )


def _speaks(text: str, small: str, sentence: Sentence) -> bool:
    """`small` is the text in small letters, which may be longer."""
    start, end, _ = sentence
    if len(small) == len(text) and text[start:end].isascii():
        return _SPEAKS_PLAINLY.search(small, start, end) is not None
    return _SPEAKS.search(text, start, end) is not None


def _asks_for_a_mark(sentence: Sentence, known: Container[str]) -> bool:
    grading = {
        word.stem
        for word in sentence.words
        if word.stem in _GRADING and word.content and word.stem not in known
    }
    if len(grading) < _FEWEST:
        return False
    return 2 * len(grading) >= len({word.stem for word in sentence.words if word.content})

"""Sentences that speak to whoever grades, or give themselves a score, in English and others."""

import re
from collections.abc import Container

from app.scoring.text import Sentence, content_stems

# "Marked as complete" is said of jobs and messages too, so forms but the imperative need more.
_JUDGED = r"(?:mark|grad|scor|rat|consider)(?:ed|ing)|considers"
_ENGLISH = (
    r"\b(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:instruction|prompt|rubric|criteria|above|previous)"
    r"|\b(?:give|award|assign|grant|deserves?|receive)\b[^.\n]{0,40}"
    r"\b(?:full|maximum|highest|top|perfect|100)\b"
    r"[^.\n]{0,20}\b(?:marks?|score|points?|credits?|grade)\b"
    r"|\baward\b[^.\n]{0,20}\b(?:maximum|full|100)\b"
    r"|\b(?:mark|grade|score|rate|treat|count|consider|accept)\s+"
    r"(?:this|it|me|my|as|all|every|the\s+(?:answer|candidate|key\s+points))\b[^.\n]{0,40}"
    r"\b(?:correct|full|maximum|100|10/10|perfect|excellent|met|covered)\b"
    rf"|\b(?:{_JUDGED})\s+(?:this|it|me|my|the\s+(?:answer|candidate))\b[^.\n]{{0,40}}"
    r"\b(?:correct|perfect|excellent|full\s+(?:marks?|score|points))\b"
    r"|\b(?:final|correct|right|real|true|fair)\s+(?:score|grade|mark)\b"
    r"|\b(?:this|my)\s+(?:answer|response|submission|reply)\s+"
    r"(?:is|deserves?|satisf\w+|meets?|covers?|fulfil\w*|should|must)\b[^.\n]{0,40}"
    r"\b(?:criteria|complete|perfect|excellent|correct|full|points?|marks?|scored?|graded?)\b"
    r"|\b(?:evaluate|assess|grade|mark|rate|score)\s+(?:this|my)\s+(?:answer|response|submission)\b"
    r"|\bmark\s+(?:it|me|this)\s+(?:as\s+)?pass(?:ed)?\b|\blet\s+me\s+pass\b|\bbe\s+lenient\b"
    r"|\b(?:award|grant)\s+me\b|\bscored\s+(?:at|with)\s+100\b|\bgrading\s+(?:polic|system|rubric)\w*"
    r"|\b(?:best|highest)\s+possible\s+(?:result|mark|grade|score)\b|\bdeserves?\s+an?\s+A\b"
    r"|\b(?:get|give|award|score|worth)\b[^.\n]{0,30}\b100\s*(?:/|out\s+of)\s*100\b"
    r"|\bset\s+(?:(?:the|my|this)\s+)?(?:score|grade)\s+(?:to|at)\s+\d"
    r"|\b(?:must|should|please|now|only|just)\s+(?:output|return|print|respond\s+with|answer\s+with)"
    r"[^.\n]{0,30}\b(?:100|full|maximum|perfect|excellent)\b"
    r"|\b(?:graders?|examiners?|evaluators?)\b|\bdear\s+(?:reviewer|teacher|professor|interviewer)\b"
    r"|\bsystem\s+(?:prompt|message|override)\b|\byou\s+are\s+(?:now\s+)?(?:a|an|the)\s+"
    r"(?:assistant|ai)\b|\bas\s+an?\s+(?:ai|language\s+model)\b"
)
# What looks like the output of a grader, or like the marks between the turns of a conversation.
_DATA = (
    r"(?:\b|_)(?:score|grade|verdict)[\"']?\s*[:=]\s*[\"']?(?:\d|excellent|full|max)"
    r"|[\"'](?:passed|is_correct)[\"']\s*:\s*true|[\"'](?:total|points|result)[\"']\s*:\s*[\"']?100\b"
    r"|[\"'](?:met|points_met|needs_review|key_points|verdict)[\"']\s*:"
    r"|</?\s*(?:answer|score|grade|system|instructions?|prompt|user|assistant)\s*>|\[/?(?:system|inst)\]"
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
    rf"\b(?:{_IGNORED})\b[^.\n]{{0,40}}\b(?:{_TOLD})"
    rf"|\b(?:{_BEST})\s+(?:\w+\s+)?(?:{_MARK})\b|\b(?:{_MARK})\s+(?:{_BEST})\b"
    rf"|\b{_JUDGES}\w*\s+(?:\w+\s+)?{_ANSWER}|\b{_ANSWER}\s[^.\n]{{0,40}}\b{_JUDGES}"
    r"|\b(?:bestnote|meilleure\s+note|(?:mejor|melhor)\s+nota|miglior\s+voto)\b"
    r"|满分|滿分|満点|만점|(?:忽略|无视|無視|忽视)[^。\n]{0,12}(?:指令|指示|说明|要求|規則|规则)"
)
# Each of them begins with a word or with one of these signs; elsewhere none has to be tried.
_BEGINNING = r"(?=\b\w|[_\"'<\[满滿満만忽无無])"
_SPEAKS = re.compile(f"{_BEGINNING}(?:{_ENGLISH}|{_DATA}|{_FOREIGN})", re.IGNORECASE)


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


def instructs(text: str, sentence: Sentence, known: Container[str]) -> bool:
    """Whether a sentence tells somebody how to grade, or states a grade as data.

    `known` are the stems that the reference has, whose subject grading may be.
    """
    if _SPEAKS.search(text, sentence.start, sentence.end) is not None:
        return True
    said = {word.stem for word in sentence.words if word.content}
    grading = sum(stem not in known for stem in said & _GRADING)
    return grading >= _FEWEST and 2 * grading >= len(said)

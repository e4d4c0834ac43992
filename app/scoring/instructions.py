"""Sentences that speak to whoever grades, or give themselves a score, in English and others."""

import re

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
_FOREIGN = (
    rf"\b(?:{_IGNORED})\b[^.\n]{{0,40}}\b(?:{_TOLD})"
    rf"|\b(?:{_BEST})\s+(?:\w+\s+)?(?:{_MARK})\b|\b(?:{_MARK})\s+(?:{_BEST})\b"
    r"|满分|滿分|満点|만점|(?:忽略|无视|無視|忽视)[^。\n]{0,12}(?:指令|指示|说明|要求|規則|规则)"
)
_SPEAKS = re.compile(f"{_ENGLISH}|{_DATA}|{_FOREIGN}", re.IGNORECASE)


def instructs(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` tells somebody how to grade, or states a grade as data."""
    return _SPEAKS.search(text, start, end) is not None

"""Difficulty as people write it: words, numbers, stars and emoji, made one of three levels."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

Difficulty = Literal["easy", "medium", "hard"]

_WORDS: dict[Difficulty, tuple[str, ...]] = {
    "easy": (
        "easy", "beginner", "beginners", "basic", "basics", "junior", "entry", "entry level",
        "entry-level", "novice", "fresher", "freshers", "fundamental", "elementary", "trainee",
        "low", "simple", "warm-up", "warm", "starter", "very easy", "leicht", "einfach", "anfänger",
        "fácil", "facil", "principiante", "básico", "iniciante", "facile", "débutant", "base",
        "júnior", "estagiário", "berufseinsteiger", "легкий", "лёгкий", "легко", "простой", "начальный", "джуниор", "łatwy", "kolay",
        "简单", "簡單", "初级", "初級", "入门", "容易", "初学者", "易", "쉬움", "초급", "l1", "👶", "🟢", "🐣", "🌱", "🔰",
    ),
    "medium": (
        "medium", "intermediate", "mid", "middle", "mid-level", "mid level", "regular", "moderate",
        "normal", "average", "experienced", "mittel", "mittelschwer", "fortgeschritten", "medio",
        "media", "médio", "média", "pleno", "semi senior", "semi-senior", "semisenior", "ssr", "confirmé", "intermedio", "intermediário", "intermediario", "intermédiaire", "moyen", "средний", "мидл",
        "średni", "orta", "中等", "中级", "中級", "普通", "中", "보통", "중급", "l2", "⭐", "★", "🟡", "🟠", "🐥",
    ),
    "hard": (
        "hard", "advanced", "advance", "senior", "expert", "experts", "guru", "difficult",
        "lead", "principal", "staff", "architect", "high", "very hard", "challenging", "insane", "complex", "tough", "extreme",
        "schwer", "schwierig", "experte", "difícil", "dificil", "sênior", "sénior", "avanzado", "avançado", "difficile",
        "avancé", "сложный", "трудный", "сложно", "сеньор", "trudny", "zor", "困难", "困難",
        "高级", "高級", "上級", "难", "難", "어려움", "고급", "l3", "🚀", "🔴", "🔥", "💀", "🦅",
    ),
}  # fmt: skip
_LEVEL_OF: dict[str, Difficulty] = {
    word: level for level, words in _WORDS.items() for word in words
}
_EMOJI = tuple(word for word in _LEVEL_OF if not word[0].isascii() and not word[0].isalnum())
# Words beside which a level word in a heading speaks of the reader, not of the subject.
_COMPANY = frozenset((
        "level", "levels", "question", "questions", "interview", "interviews", "developer",
        "developers", "engineer", "engineers", "sysadmin", "administrator", "programmer",
        "candidate", "candidates", "difficulty", "for", "section", "part", "quiz", "quizzes",
        "exercises", "problems", "challenges", "stage", "the", "and", "answer", "answers", "q", "a",
        "qa", "round", "rounds", "role", "roles", "years", "topics", "tier", "mcq", "mcqs",
        "knowledge", "уровень", "уровня", "вопросы", "вопрос", "задачи", "сложность", "nivel",
        "nível", "niveau", "preguntas", "perguntas", "fragen", "dificultad", "dificuldade",
))  # fmt: skip
_NOT_IN_HEADINGS = frozenset((
        "simple", "basics", "fundamental", "normal", "average", "low", "high", "staff",
        "architect", "entry", "base", "media", "medio", "starter", "complex", "tough",
))  # fmt: skip
# "初级开发者相关问题": a level before those who are asked, or before the questions
_CHINESE = re.compile(
    r"(初级|中级|高级|简单|中等|困难)(?:前端|后端)?(?:开发者|工程师|程序员|题|问题|面试题|面试)"
)
_OF_QUESTIONS = re.compile(
    r"(easy|simple|basic|beginner|junior|medium|intermediate|mid|middle|hard|difficult|advanced|senior|expert)"
    r" (?!skills?\b)(?:[\w-]+ ){1,3}questions?(?: and answers)?"
)
# A level in brackets, or in a code span behind a sentence or a bold text.
_LAST_WORD = re.compile(r"(?:\s{0,3}[(\[]|(?<=[?.!*_])\s{1,3}`)([A-Za-z -]{3,14})[)\]`]$")
# A level by its first letter before a title: "[E] What is it?"
_FIRST_LETTER = re.compile(r"[(\[]([EMH])[)\]]\s{1,4}(?=\S)")
_LETTERS: dict[str, Difficulty] = {"E": "easy", "M": "medium", "H": "hard"}
# A badge: "![Easy](easy.svg)", or one of a service that draws the words of its address
_BADGE = re.compile(
    r"\[?!\[(?P<alt>[^\[\]\n]{0,60})\]\((?P<address>[^()\s]{1,300}(?:\([^()\n]{0,40}\)[^()\s]{0,60})?)\)(?:\]\([^()\s]{1,300}\))?"
)
_BADGE_WORDS = re.compile(
    r"/badge/(?:(?:difficulty|level|difficult%C3%A9|nivel|n%C3%ADvel)[-_:]{1,2}(?:%20)?)?(?P<word>[a-z]{4,14})-[\w%]{3,20}",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(\[]\s?([^\W\d_][\w -]{2,13})\s?[)\]]\W{0,3}$")
_JOINERS = "\u200d\ufe0f"
_AROUND = re.compile(r"^[^\w\s]{1,6}\s?(?=\w)|(?<=\w)\s?[^\w\s]{1,6}$")
_STARS = re.compile(
    r"^(?:[⭐★☆🌟]\ufe0f?\s?){1,10}|[\s\u200d]{0,4}(?:[⭐★☆🌟]\ufe0f?\s?){1,10}$"
    r"|^[(（\[](?:[⭐★☆🌟]\ufe0f?\s?){1,10}[)）\]]\s?|\s{0,4}[(（\[](?:[⭐★☆🌟]\ufe0f?\s?){1,10}[)）\]]$"
)


def level_of_word(text: str) -> Difficulty | None:
    """The level that a word, an emoji or a run of stars names. None for any other text.

    What follows a bar, a slash or the like says other things: "Medium | Importance: 7".
    """
    bare = text.strip().strip("()[]{}.,:;*_`\"' " + _JOINERS).casefold()
    if bare in _LEVEL_OF:
        return _LEVEL_OF[bare]
    first = re.split(r"[/(|·•,]", bare)[0].strip("*_`: ")
    worded = _AROUND.sub("", first)  # "🟢 Easy"
    if first in _LEVEL_OF or worded in _LEVEL_OF:
        return _LEVEL_OF.get(first) or _LEVEL_OF[worded]
    for emoji in _EMOJI:
        if bare.startswith(emoji) and len(set(bare) - set(_JOINERS)) == 1:
            return (
                _of_scale(len(bare.replace("\ufe0f", "")), 1, 3)
                if emoji in "⭐★"
                else _LEVEL_OF[emoji]
            )
    return None


def level_of_heading(text: str) -> Difficulty | None:
    """The level that a section's heading states ("Junior Sysadmin", "Level: easy").

    A heading that names a subject ("Advanced Bash scripting") states none: every word besides
    the level must be one of those that go with levels, unless "level" follows it.
    """
    if chinese := _CHINESE.match(text):
        return _LEVEL_OF[chinese[1]]
    words = re.findall(r"[\w-]+", re.sub(r":[a-z_]{3,40}:|<[^<>]{0,200}>", " ", text).casefold())
    words = [word.removesuffix("-level") for word in words if not word.isdigit()]
    for word, following in pairwise(words):
        if following == "level" and word in _LEVEL_OF and word not in _NOT_IN_HEADINGS:
            return _LEVEL_OF[word]  # "Beginner level SQL"
    if named := _OF_QUESTIONS.fullmatch(" ".join(words)):
        return _LEVEL_OF[named[1]]  # "Hard Linux questions"
    levels = {_LEVEL_OF[word] for word in words if word in _LEVEL_OF}
    if len(levels) != 1 or any(word in _NOT_IN_HEADINGS for word in words):
        return None
    others = [word for word in words if word not in _LEVEL_OF and word not in _COMPANY]
    return levels.pop() if not others else None


def level_of_mark(text: str) -> tuple[str, Difficulty | None]:
    """Take a level off either end of a title: an emoji, a badge, or a word in brackets."""
    stripped = text.strip()
    if "![" in stripped:
        for badge in _BADGE.finditer(stripped):
            if badge.end() == len(stripped) and (level := _of_badge(badge)):
                return stripped[: badge.start()].rstrip(), level
    for emoji in () if stripped.isascii() else _EMOJI:
        if emoji in stripped:
            bare = stripped.strip(_JOINERS + " ")
            if len({_LEVEL_OF[one] for one in _EMOJI if one in bare}) > 2:
                return text, None  # a legend
            if bare.endswith(emoji) or bare.startswith(emoji):
                return bare.strip(emoji + _JOINERS + " "), _LEVEL_OF[emoji]
    if letter := _FIRST_LETTER.match(stripped):
        return stripped[letter.end() :], _LETTERS[letter[1]]
    match = _LAST_WORD.search(stripped)
    if match and (level := level_of_word(match[1])):
        return stripped[: match.start()], level
    return text, None


def level_of_badge(line: str) -> Difficulty | None:
    """The level that a line shows which is nothing but a badge, by its text or its address."""
    return _of_badge(match) if (match := _BADGE.fullmatch(line.strip())) else None


def _of_badge(match: re.Match[str]) -> Difficulty | None:
    said = re.split(r"[:：]", match["alt"])[-1]
    words = _BADGE_WORDS.search(match["address"])
    return level_of_word(said) or (level_of_word(words["word"]) if words else None)


def level_in_brackets(text: str) -> Difficulty | None:
    """The level in brackets at the end of a heading: "Output questions (medium)"."""
    match = _IN_BRACKETS.search(text)
    return level_of_word(match[1]) if match else None


def stars_in(text: str) -> tuple[int, int]:
    """How many stars a text is of, and of how many: (2, 3) for "★★☆". None are (0, 0)."""
    run = [mark for mark in text if mark not in "\ufe0f \u200d"]
    if not run or any(mark not in "⭐★☆🌟" for mark in run):
        return 0, 0
    return len(run) - run.count("☆"), len(run) if "☆" in run else 0


def stars_of(text: str) -> tuple[str, int, int]:
    """Take a run of stars off either end of a title: the rest, how many, and of how many.

    "★★☆" are two of three; where all stars are alike, nobody says of how many (0).
    """
    match = None if text.isascii() else _STARS.search(text.strip())
    if match is None:
        return text, 0, 0
    run = [mark for mark in match.group() if mark in "⭐★☆🌟"]
    hollow = run.count("☆")
    rest = text.strip()[: match.start()] + text.strip()[match.end() :]
    return (rest, len(run) - hollow, len(run)) if hollow < len(run) else (rest, len(run), 0)


def level_of_stars(count: int, most: int) -> Difficulty:
    """The level of a number of stars where a file gives up to `most`. One is all there is of
    the middle of three marks, such as 👶, ⭐ and 🚀.
    """
    return "medium" if most <= 1 else _of_scale(count, 1, 3 if most <= 3 else 5)


def level_of_number(value: float, lowest: float, highest: float) -> Difficulty | None:
    """Where a number lies on a scale: the lower two fifths are easy, the upper two hard.

    On a scale of three the ends are easy and hard. None outside the scale.
    """
    return _of_scale(value, lowest, highest) if lowest <= value <= highest else None


def scale_of(values: Iterable[float]) -> tuple[float, float]:
    """The scale that a file's numbers are most likely on: 0-2, 1-3, 1-5, 1-10 or 0-100."""
    seen = set(values)
    lowest, highest = min(seen, default=1), max(seen, default=5)
    if lowest == 0 and highest <= 2:
        return 0, 2
    if highest <= 3 and len(seen) > 1:
        return 1, 3
    for top in (5, 10, 100):
        if highest <= top:
            return (0 if top == 100 or lowest == 0 else 1), top
    return lowest, highest


def _of_scale(value: float, lowest: float, highest: float) -> Difficulty:
    share = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
    return "easy" if share < 0.4 else "medium" if share < 0.7 else "hard"

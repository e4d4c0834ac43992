"""What the questions of a file say of their level, and what they have in common."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.interchange.formats.levels import (
    Difficulty,
    level_of_heading,
    level_of_number,
    level_of_stars,
    level_of_word,
    scale_of,
    stars_in,
)
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.listed import MOST, one_in_bold
from app.interchange.formats.markdown.parts import Parts, items_of
from app.interchange.formats.profile import Profile, heading_key
from app.interchange.formats.titles import Title
from app.interchange.formats.values import first_text

_LEVEL_KEYS = ("difficulty", "level", "expertise", "difficulty level", "seniority")
_SCALES = {"expertise": (0.0, 2.0)}
# A line that only states a level, in code or brackets: "`[EASY]`", "*(hard)*"
_LEVEL_MARK = re.compile(
    r"[`*_]{0,2}[(\[`](?P<level>easy|medium|hard|beginner|intermediate|advanced|junior|senior)[)\]`][`*_]{0,2}",
    re.IGNORECASE,
)

# What asks to choose among things that must stand below it
_CHOOSING = re.compile(
    r"\b(?:which|what) (?:\w{1,6} )?of (?:these|the (?:following|below|options))\b|\bof the following\b"
    r"|\b(?:choose|select|pick) (?:all|one|two|three|the)\b|cu[aá]l(?:es)? de (?:l[ao]s|est[ao]s)|qua(?:l|is) d[ao]s"
    r"|le(?:quel|squels)|la(?:quelle|squelles)|welche[rs]? der folgenden|какой из|какие из|下列|以下哪|次のうち",
    re.IGNORECASE,
)
_SOME = 0.25
_MOST = 0.75
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Habits:
    """What a file does with most of its questions, which decides where one leaves doubt."""

    labels_answers: bool = False
    offers_options: bool = False
    bolds_correct: bool = False
    scale: tuple[float, float] = (1, 5)
    alone: bool = False
    most_stars: int = 0


def habits_of(titles: Sequence[Title], parts: Sequence[Parts], levels: Sequence[str]) -> Habits:
    """Whether most questions label their answer or offer options, and the scale of levels in numbers or stars."""
    labelled = sum("answer" in one.texts for one in parts)
    offering = sum(one.options is not None for one in parts)
    numbers = [float(text) for text in levels if _is_number(text)]
    most = max(len(parts) * _MOST, _SEVERAL)
    in_bold = sum(one.options is None and one_in_bold(one.unlabelled) for one in parts)
    return Habits(
        labelled * 2 > len(parts) and labelled > 0,
        offering >= most or _only_lists(titles, parts),
        in_bold >= most,
        scale_of(numbers),
        len(parts) == 1,
        max(
            [one.most_stars or one.stars for one in titles]
            + [most or count for count, most in map(stars_in, levels)],
            default=0,
        ),
    )


def _only_lists(titles: Sequence[Title], parts: Sequence[Parts]) -> bool:
    """Whether nothing but a short list stands below nearly every question, and some of them ask
    to choose: then the lists are what is offered, and nobody says which is correct.
    """
    listed = sum(
        not one.texts and one.options is None and 2 < len(items_of(one.unlabelled) or ()) <= MOST
        for one in parts
    )
    choosing = sum(_CHOOSING.search(one.text) is not None for one in titles)
    return listed >= max(len(parts) * _MOST, _SEVERAL) and choosing >= len(parts) * _SOME


def level_text(parts: Parts, pairs: Mapping[str, str]) -> str:
    """What a question says of its level, as it says it."""
    stated = parts.text("level") or next((pairs[key] for key in _LEVEL_KEYS if key in pairs), "")
    if not stated:
        parts.take("level", _LEVEL_MARK)
        stated = parts.text("level")
    return stated.strip(" *_`()[].")


@dataclass(frozen=True, slots=True)
class Levels:
    """What a question says of its level, what its file does, and the levels that these mean."""

    own: str
    own_level: Difficulty | None
    of_file: str
    file_level: Difficulty | None

    def not_known(self, *, alone: bool) -> list[str]:
        """What means no level; what the file says counts only if the question is `alone` in it."""
        said = {self.own: self.own_level}
        if alone:
            said[self.of_file] = said.get(self.of_file) or self.file_level
        return [text for text, level in said.items() if text and level is None]


def levels_stated(
    parts: Parts,
    pairs: Mapping[str, str],
    front: Mapping[str, object],
    habits: Habits,
    profile: Profile,
) -> Levels:
    """What is said of the level of a question, in it and in front of its file."""
    key = next((key for key in _LEVEL_KEYS if key in pairs), "")
    own = level_text(parts, pairs)
    of_file = next((first_text(front[key]) for key in _LEVEL_KEYS if key in front), None) or ""
    own_level = _level_in_stars(own, habits) or _level(own, _SCALES.get(key, habits.scale), profile)
    return Levels(own, own_level, of_file, _level(of_file, habits.scale, profile))


def difficulty_of(
    anchor: Anchor, stated: Levels, tags: Iterable[str], habits: Habits, profile: Profile
) -> Difficulty | None:
    """The level by the nearest word: the title's, the question's, the file's, its section's,
    and else that of a tag that is nothing but one.
    """
    title = anchor.title
    starred = level_of_stars(title.stars, habits.most_stars) if title.stars else None
    return (
        starred
        or title.difficulty
        or stated.own_level
        or stated.file_level
        or profile.section(anchor.section).difficulty
        or anchor.level
        or next(filter(None, map(level_of_heading, tags)), None)
        or profile.difficulty
    )


def _level_in_stars(text: str, habits: Habits) -> Difficulty | None:
    count, most = stars_in(text)
    return level_of_stars(count, most or habits.most_stars) if count else None


def _level(text: str, scale: tuple[float, float], profile: Profile) -> Difficulty | None:
    if not text:
        return None
    if level := profile.levels.get(heading_key(text)):
        return level
    first = text.split("/")[0].strip()
    if _is_number(first):
        top = text.partition("/")[2].strip()
        return level_of_number(float(first), scale[0], float(top) if _is_number(top) else scale[1])
    return level_of_word(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()

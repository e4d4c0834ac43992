"""Columns: which field of a question a name in a table or data file means by itself."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.interchange.formats.column_names import FIELDS
from app.interchange.formats.errors import BadProfile

_FIELD_OF = {alias: name for name, aliases in FIELDS.items() for alias in aliases}
# Written as one word too: "questiontext"
_RUN_TOGETHER = {
    alias.replace(" ", ""): name for alias, name in _FIELD_OF.items() if len(alias) > 8
}
RANK = {alias: rank for aliases in FIELDS.values() for rank, alias in enumerate(aliases)}
"""Of two columns for one field the one with the plainer name is taken: "Question", not "Q"."""
_NUMBERED = re.compile(
    r"(?:option|choice|answer|alternative|response|opt|op|ans|(?P<wrong>(?:incorrect|wrong|false) (?:answer|option|choice)"
    r"|distractor|(?:respuesta|opción|opcion) incorrecta|(?:resposta|alternativa) (?:incorreta|errada)"
    r"|distrator|réponse (?:incorrecte|fausse)|(?:mauvaise|fausse) réponse|falsche antwort|distraktor"
    r"|risposta (?:sbagliata|errata)|(?:неправильный|неверный) ответ|(?:błędna|niepoprawna) odpowiedź"
    r"|fout antwoord|yanlış cevap|jawaban salah|错误答案|錯誤答案)"
    r"|đáp án|lựa chọn|phương án|réponse|odpowiedź|risposta|opzione|alternativa|seçenek|pilihan|ответ"
    r"|possible answer|answer option|antwort|opción|opcion|opção|respuesta|resposta|вариант|选项)\s?"
    r"(?P<mark>[a-j]|\d{1,2})(?: (?:text|content|label))?"
)
_KIND_OF_ANSWER = re.compile(
    r"(?!(?:your|user|student|candidate|wrong|incorrect|no|my|poor|bad|weak|average|fair|okay|ok|worst)\b)[^\W\d_]{2,16} (?:answer|response|solution)"
)
# "Expected answers"; those that are "possible" or "all" are options
_KINDS_OF_ANSWER = re.compile(
    r"(?:expected|model|sample|ideal|suggested|example|reference|best|good|great|strong|standard)"
    r" (?:answers|responses|solutions)"
)
# "Resposta esperada", "Beispielantwort", "примерный ответ"
_ANSWER_ABROAD = re.compile(
    r"(?:resposta|respuesta|risposta|réponse) (?:esperada|modelo|modello|modèle|ideal|ideale|idéale|sugerida|suggerita"
    r"|suggérée|attesa|attendue|type|exemplo|ejemplo|de referencia|de referência)"
    r"|(?:muster|beispiel|modell|ideal|referenz)antwort(?:en)?|(?:mögliche|ideale|beste|gute) antwort"
    r"|(?:ожидаемый|примерный|эталонный|идеальный|развёрнутый) ответ"
    r"|(?:oczekiwana|przykładowa|wzorcowa) odpowiedź|(?:verwacht|model|voorbeeld) ?antwoord|beklenen cevap|örnek cevap"
)
# "Interview questions", where no plainer name is beside it
_KIND_OF_QUESTION = re.compile(
    r"(?:interview|technical|behaviou?ral|situational|competency|screening|hr|main|primary|core|key"
    r"|sample|example|quiz|test|exam) questions?"
)
_KIND_OF_LEVEL = re.compile(
    r"(?:skill|seniority|proficiency|job|role|candidate|target|required|knowledge) level"
)
# "correctOptionIds", "Correct Choice Number"
_KEY = re.compile(
    r"(?:correct|right)(?: (?:answer|option|choice|response|ans|opt)s?)?"
    r"(?: (?:id|key|index(?:e)?|letter|number|no|position|value|text)s?| indices)?"
)
# "Est. time (mins)"
_TIME = re.compile(
    r"(?:(?:est|estimated|expected|recommended|suggested|allotted|average|max|answer(?:ing)?) )?"
    r"(?:time(?: (?:limit|allowed|needed|required))?|duration)(?: in)? (?P<unit>mins?|minutes?|secs?|seconds?)"
    r"|(?:durée|temps|dauer|zeit|bearbeitungszeit|tiempo|duración|tempo|duração|durata|время|czas|süre|tijd)"
    r"(?: (?:estimée?|estimado|estimada|stimato|prévue?|conseillée?))?(?: (?:en|in|em|w|в))?"
    r" (?P<abroad>mins?|minut\w{0,3}|мин\w{0,3}|s|secs?|second[eo]s?|segundos?|sekunden|secondi|сек\w{0,4}|dakika)"
)
_COUNTING = re.compile(r"#(?=\d)")
_LANGUAGE = re.compile(r" (?:en|de|fr|es|it|pt|nl|pl|ru)$")  # "question_en"
# "referenceAnswerMarkdown", "plainTextAnswer"
_WRITTEN_IN = re.compile(
    r"^(?:plain text|plain|raw|html|markdown) | (?:markdown|md|html|latex|plain text|rich text|plain|raw)$"
)
_ALIKE = (frozenset(("category", "tags", "section")), frozenset(("answer", "explanation")))
# "Correct 2" and "Correct answer 2": one more key, or a tick for the option of that number
_KEY_NUMBERED = re.compile(
    r"(?:is )?correct(?:ness| answer| option| choice)?\s?([1-9])"
    r"|(?:is )?(?:answer|option|choice) ([1-9a-j]) (?:is )?correct"
)
# "Explanation A", "Answer 2 feedback": why an option is right or wrong
_REASON = r"(?:explanation|feedback|rationale|reason|comment|erklärung|explicación|explication|explicação)"
_REASON_NUMBERED = re.compile(
    rf"{_REASON}(?: for)?(?: (?:option|answer|choice))?\s?([a-j]|\d{{1,2}})"
    rf"|(?:option|answer|choice|opt|distractor)\s?([a-j]|\d{{1,2}}) {_REASON}"
)
_KIND_OF_TOPIC = re.compile(
    r"(?:primary|main|general|core|key|interview|technical|parent|broad) (?:topic|category|subject|area|skill|domain)"
)
_FOLLOWING = re.compile(
    r"follow ?(?:up|on)s?(?: (?:questions?|probes?|prompts?|qs?|asks?))?|(?:probing|deeper|further) (?:questions?|probes?)"
)
_KINDS = (
    ("answer", _KIND_OF_ANSWER),
    ("answer", _KINDS_OF_ANSWER),
    ("answer", _ANSWER_ABROAD),
    ("question", _KIND_OF_QUESTION),
    ("question", re.compile(r"question (?:text|part|line) 1")),
    ("body", re.compile(r"question (?:text|part|line) 2")),
    ("difficulty", _KIND_OF_LEVEL),
    ("category", _KIND_OF_TOPIC),
    ("follow_ups", _FOLLOWING),
    ("correct", _KEY),
)
SEVERAL = frozenset(("hints", "tags", "follow_ups", "key_points"))
"""Fields that may be spread over columns of one name: "Hint 1", "Hint 2"."""
WITHOUT_UNIT = frozenset(
    ("estimated time", "estimated duration", "expected duration", "suggested time",
     "recommended time", "answer time")
)  # fmt: skip
"""Names of a time of which only a text says in which unit it is: "2 minutes"."""
COUNTED = re.compile(r"(.{1,40}?)\s?(\d{1,2})")
"""A name that a number follows: "Hint 2"."""
_REMEMBERED = 4096  # names, of which a file may have any number
LONGEST_NAME = 200
"""Characters of a name that is looked at word by word."""
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_NOTE = re.compile(r"\s[-–—]\s.{0,200}$")  # "Answer 1 - at most 75 characters"
_PLACE = re.compile(r"^\s*\d{1,2}[.)]\s+")  # "3. Question:"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Signs of vowels in Indic and Thai words are no letters to Python, and part of the word.
_BETWEEN = re.compile(r"(?:[^\w\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e]|_)+")
_DOT_ABOVE = "\u0307"  # that lower case leaves behind a Turkish İ


@lru_cache(_REMEMBERED)
def field_named(header: str) -> str | None:
    """The field that a column or key of this name holds, or None.

    Numbered columns of options are `option:1`, `option:2` and so on; single letters are options
    only where several stand side by side, which `mapped` decides.
    """
    if "#" in header:  # "Hint #1"; but "Question #" is the number of one
        header = _COUNTING.sub(" ", header).replace("#", " number ")
    name = normal(header)
    bare = _ASIDE.sub("", header)
    if time := _TIME.fullmatch(name):
        is_minutes = (time["unit"] or time["abroad"]).startswith(("m", "м", "dak"))
        return "minutes" if is_minutes else "expected_seconds"
    for known in (name, normal(bare), normal(_NOTE.sub("", _PLACE.sub("", bare)))):
        if known in _FIELD_OF:
            return _FIELD_OF[known]
        if match := _NUMBERED.fullmatch(known):
            return f"{'wrong' if match['wrong'] else 'option'}:{ordinal(match['mark'])}"
        if match := _KEY_NUMBERED.fullmatch(known):
            return f"correct:{ordinal(match[1] or match[2])}"
        if match := _REASON_NUMBERED.fullmatch(known):
            return f"reason:{ordinal(match[1] or match[2])}"
        if match := COUNTED.fullmatch(known):
            found = _FIELD_OF.get(match[1]) or _FIELD_OF.get(f"{match[1]}s")
            if found in SEVERAL:
                return found
    if name in _RUN_TOGETHER:
        return _RUN_TOGETHER[name]
    for field, kinds in _KINDS:
        if kinds.fullmatch(name):
            return field
    if len(name) <= LONGEST_NAME:
        for aside in (_LANGUAGE, _WRITTEN_IN):
            if (shorter := aside.sub("", name, count=1)) != name and shorter:
                return field_named(shorter)
    return _one_of(bare.split("/"))


def _one_of(names: Sequence[str]) -> str | None:
    """The field of a header of two names for about the same: "Category/Topic"."""
    if len(names) != 2:
        return None
    first, second = map(field_named, names)
    alike = first == second or any(fields >= {first, second} for fields in _ALIKE)
    return first if alike else None


def is_option(name: str) -> bool:
    """Whether columns of this name, if there are several, hold an option each."""
    return _NUMBERED.fullmatch(f"{name} 1") is not None


def known_field(field: str, name: str) -> str:
    """A field as a profile names it. Raises `BadProfile` for a name that is none."""
    plain = field.strip().casefold().replace(" ", "_")
    plain = {"id": "external_id", "hint": "hints", "license": "source_license"}.get(plain, plain)
    if (
        plain != "-"
        and plain not in FIELDS
        and not re.fullmatch(r"(?:option|wrong|correct):\d{1,2}", plain)
    ):
        raise BadProfile(
            f"column {name!r} is mapped to {field!r}; a field is one of: {', '.join(FIELDS)},"
            " option:1, option:2 ... or - for none"
        )
    return plain


@lru_cache(_REMEMBERED)
def normal(header: str) -> str:
    """A header as it is compared: words in lower case, `goodToHear` and `good_to_hear` alike."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFC", header).strip().strip("\ufeff"))
    return " ".join(_BETWEEN.sub(" ", spaced).casefold().replace(_DOT_ABOVE, "").split())


def ordinal(mark: str) -> int:
    """The number of an option by its number or letter: 2 of "2" and "b"."""
    return int(mark) if mark.isdigit() else ord(mark) - 96

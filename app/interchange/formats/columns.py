"""Columns: the names that people give to the fields of a question, and what they mean here."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.interchange.formats.errors import BadProfile

FIELDS: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "heading", "question title", "question name", "name", "short question",
        "term",
    ),
    "question": (
        "question", "questions", "q", "question text", "prompt", "front", "stem", "problem",
        "query", "interview question", "question to ask", "frage", "pregunta", "pergunta", "domanda", "вопрос",
        "问题", "题目", "質問", "질문", "fragetext", "enunciado", "pytanie", "question stem", "item", "question body", "ask",
        "문제", "問題", "设问", "题干", "题目内容", "问", "soru", "السؤال", "câu hỏi", "вопросы", "preguntas", "fragen",
    ),
    "body": (
        "body", "description", "brief", "details", "context", "passage", "code", "snippet", "scenario",
        "content", "text", "code snippet", "statement", "problem statement", "desc",
    ),
    "answer": (
        "answer", "a", "solution", "solution code", "back", "response", "model answer",
        "sample answer", "answer text", "ideal answer", "expected answer", "reference answer",
        "suggested answer", "antwort", "respuesta", "resposta", "réponse", "risposta", "ответ",
        "答案", "回答", "lösung", "musterlösung", "solución", "solução", "soluzione", "решение",
        "musterantwort", "erwartete antwort", "réponse attendue", "odpowiedź", "答え", "답변", "解答", "参考答案", "答", "cevap", "الإجابة", "đáp án", "답", "ответы", "best answer", "solutions", "detailed answer", "short answer",
        "ans", "what we want to hear", "what to look for", "what we look for", "what to listen for", "looking for",
        "answer guide", "answer guideline", "answer guidelines", "definition", "meaning",
        "accepted answer", "accepted answers", "true false", "true or false", "is it true", "completion", "ideal",
    ),
    "explanation": (
        "explanation", "erklärung", "explicación", "explicação", "explication", "spiegazione",
        "объяснение", "пояснение", "解析", "해설", "解説", "açıklama", "giải thích", "penjelasan", "wyjaśnienie", "begründung", "kommentar", "anmerkung", "commentaire", "comentario", "comentário", "rationale", "feedback", "general feedback", "answer explanation", "answer feedback", "explanation of answer", "why", "comment", "reason",
        "extra", "notes",
    ),
    "hints": ("hint", "hints", "clue", "clues", "good to hear", "tip", "tips", "hinweis", "tipp", "pista",
        "dica", "indice", "suggerimento", "подсказка", "提示"),
    "options": (
        "options", "choices", "alternatives", "answers", "possible answers", "answer options",
        "answer choices", "all answers", "option",
        "选项", "보기", "選択肢", "варианты", "варианты ответов", "opciones", "opções", "seçenekler",
    ),
    "wrong": (
        "incorrect answers", "wrong answers", "distractors", "incorrect", "incorrect answer",
        "wrong answer", "distractor",
    ),
    "correct": (
        "correct", "correct key", "correct answer", "correct answers", "correct option", "correct options",
        "right answer", "answer key", "key", "correct index", "answer index", "correct choice", "correct ones",
        "đáp án đúng", "bonne réponse", "poprawna odpowiedź", "jawaban benar", "kunci jawaban", "risposta esatta",
        "richtige antwort", "respuesta correcta", "resposta correta", "réponse correcte",
        "risposta corretta", "правильный ответ", "正确答案", "정답", "正解", "正确选项", "doğru cevap", "правильные ответы", "richtig", "correcta", "gabarito",
        "correct answer index", "correct letter", "correct option index", "correct option id", "correct answer id",
        "correct choice id", "correct response", "correct responses", "correct id", "answer id",
        "answer letter", "solution index", "correct ans", "correct option number",
        "correct answer number", "correct answer letter", "right option", "right choice",
    ),
    "difficulty": (
        "difficulty", "level", "expertise", "complexity", "seniority", "difficulty level",
        "stars", "grade", "stufe", "experience level", "schwierigkeit", "schwierigkeitsgrad", "dificultad", "dificuldade",
        "nivel", "nível", "difficulté", "niveau", "difficoltà", "livello", "сложность", "уровень",
        "难度", "難易度", "난이도", "question level", "difficulty score", "difficulty rating",
        "difficulty lvl", "level of difficulty",
    ),
    "category": (
        "category", "topic", "subject", "area", "domain", "track", "module", "categories",
        "kategorie", "thema", "fach", "categoría", "tema", "categoria", "catégorie", "thème",
        "argomento", "категория", "тема", "раздел", "分类", "类别", "主题", "カテゴリ", "theme", "skill", "technology", "question category", "field", "competency", "competence",
        "competencies", "trait", "skill area", "skill tested", "kompetenz", "competencia", "compétence",
    ),
    "tags": ("tags", "tag", "topic tags", "tag list", "labels", "label", "keywords", "concepts", "skills", "topics",
        "schlagwörter", "stichwörter", "etiquetas", "теги", "标签"),
    "external_id": (
        "id", "uuid", "guid", "external id", "question id", "identifier", "ref", "issue key",
    ),
    "slug": ("slug",),
    "section": ("section", "chapter", "unit", "deck", "group", "subcategory", "sub category",
        "subtopic", "sub topic"),
    "follow_ups": (
        "follow ups", "follow up", "followups", "followup", "follow up questions",
        "follow up question",
    ),
    "key_points": ("key points", "keypoints", "rubric", "expected points", "points to cover"),
    "expected_seconds": (
        "expected seconds", "seconds", "time limit", "duration", "time", "time seconds",
        "duration seconds", "time limit seconds", "time in seconds", "time in sec", "time sec", "time limit in seconds",
        "expected time",
    ),
    "minutes": ("minutes", "expected minutes", "time min", "time in minutes", "time in min", "time limit minutes", "duration min", "time minutes", "duration minutes"),
    "source_name": ("source", "source name", "origin"),
    "source_url": ("url", "link", "source url", "reference url"),
    "source_license": ("license", "licence", "source license"),
}  # fmt: skip
_FIELD_OF = {alias: name for name, aliases in FIELDS.items() for alias in aliases}
# Written as one word too: "questiontext"
_RUN_TOGETHER = {
    alias.replace(" ", ""): name for alias, name in _FIELD_OF.items() if len(alias) > 8
}
# Of two columns for one field the one with the plainer name is taken: "Question", not "Q".
_RANK = {alias: rank for aliases in FIELDS.values() for rank, alias in enumerate(aliases)}
_NUMBERED = re.compile(
    r"(?:option|choice|answer|alternative|opt|ans|incorrect answer|wrong answer|distractor"
    r"|đáp án|lựa chọn|phương án|réponse|odpowiedź|risposta|opzione|alternativa|seçenek|pilihan|ответ"
    r"|possible answer|answer option|antwort|opción|opcion|opção|respuesta|resposta|вариант|选项)\s?"
    r"([a-j]|\d{1,2})"
)
_ANSWER_NUMBERED = re.compile(r"(?:correct )?answer\s?([1-9])")
_KIND_OF_ANSWER = re.compile(
    r"(?!(?:your|user|student|candidate|wrong|incorrect|no|my|poor|bad|weak|average|fair|okay|ok|worst)\b)[^\W\d_]{2,16} (?:answer|response|solution)"
)
# "Correct 2" and "Correct answer 2": one more key, or a tick for the option of that number
_KEY_NUMBERED = re.compile(
    r"(?:is )?correct(?:ness| answer| option| choice)?\s?([1-9])"
    r"|(?:is )?(?:answer|option|choice) ([1-9a-j]) (?:is )?correct"
)
# A header of a sentence, such as a form asks: "What would a good answer say?"
_IN_WORDS = {
    "hints": re.compile(r"\b(?:hints?|clues?)\b"),
    "correct": re.compile(r"\b(?:correct|right) answers?\b"),
    "difficulty": re.compile(r"\b(?:hard|difficult|difficulty|level|seniority)\b"),
    "answer": re.compile(r"\b(?:answers?|hear|listen for|look(?:ing)? for|respond|response)\b"),
    "category": re.compile(r"\b(?:topic|category|area|subject)\b"),
    "question": re.compile(r"\b(?:questions?|ask)\b"),
}
_OF_NO_TEXT = re.compile(
    r"\b(?:number|no|id|count|type|date|by|who|when|score|points?|time|image|url|link|author|anything"
    r"|correct|options?|choices?|wrong|your (?:name|email|team))\b"
)
SEVERAL = frozenset(("hints", "tags", "follow_ups", "key_points"))
"""Fields that may be spread over columns of one name: "Hint 1", "Hint 2"."""
STANDING_IN = {"statement": None, "summary": "issue key"}
"""What asks where nothing else does, beside a name that has to be there too: a statement to be
called true or false, a ticket."""
_COUNTED = re.compile(r"(.{1,40}?)\s?(\d{1,2})")
_REMEMBERED = 4096  # names, of which a file may have any number
_LONGEST_NAME = 200  # characters
_FEWEST_WORDS = 3  # of a header that is a sentence
_LETTER = re.compile(r"[a-j]|[1-9]")
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_NOTE = re.compile(r"\s[-–—]\s.{0,200}$")  # "Answer 1 - at most 75 characters"
_PLACE = re.compile(r"^\s*\d{1,2}[.)]\s+")  # "3. Question:"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(_REMEMBERED)
def field_named(header: str) -> str | None:
    """The field that a column or key of this name holds, or None.

    Numbered columns of options are `option:1`, `option:2` and so on; single letters are options
    only where several stand side by side, which `mapped` decides.
    """
    name = normal(header)
    bare = _ASIDE.sub("", header)
    if "#" in bare:
        return None  # "Q#" and "Question #" number the rows
    for known in (name, normal(bare), normal(_NOTE.sub("", _PLACE.sub("", bare)))):
        if known in _FIELD_OF:
            return _FIELD_OF[known]
        if match := _NUMBERED.fullmatch(known):
            wrong = known.startswith(("incorrect", "wrong", "distractor"))
            return f"{'wrong' if wrong else 'option'}:{_ordinal(match[1])}"
        if match := _KEY_NUMBERED.fullmatch(known):
            return f"correct:{_ordinal(match[1] or match[2])}"
        if match := _COUNTED.fullmatch(known):
            found = _FIELD_OF.get(match[1]) or _FIELD_OF.get(f"{match[1]}s")
            if found in SEVERAL:
                return found
    if name in _RUN_TOGETHER:
        return _RUN_TOGETHER[name]
    return "answer" if _KIND_OF_ANSWER.fullmatch(name) else None


def mapped(headers: Iterable[str], overrides: Mapping[str, str]) -> dict[str, str]:
    """Map headers to fields; those without one are left out.

    `overrides` comes from a profile and wins; a field of `-` leaves a column out on purpose.
    Raises `BadProfile` where an override names no field.
    """
    wanted = {normal(name): known_field(field, name) for name, field in overrides.items()}
    headers = list(headers)
    names = [normal(header) for header in headers]
    lettered = any(first in names and next_one in names for first, next_one in ("ab", "12"))
    fields: dict[str, str] = {}
    bases: dict[str, str] = {}
    taken = {field for name, field in wanted.items() if name in names}
    by_rank = sorted(range(len(names)), key=lambda n: _RANK.get(names[n], len(_RANK)))
    for header, name in ((headers[n], names[n]) for n in by_rank):
        if name in wanted:
            if wanted[name] != "-":
                fields[header] = wanted[name]
            continue
        field = field_named(header)
        if lettered and _LETTER.fullmatch(name):
            field = f"option:{_ordinal(name)}"
        elif lettered and (match := _ANSWER_NUMBERED.fullmatch(name)):
            field = f"correct:{match[1]}"  # beside lettered options, numbered answers are keys
        if field == "correct" and field in taken and name.endswith(("answer", "answers")):
            field = "answer"  # beside the key of a choice, what answers other questions
        if field is not None and (field not in taken or bases.get(field) == _base(name)):
            fields[header] = field
            bases.setdefault(field, _base(name) if field in SEVERAL else "")
            taken.add(field)
    for name, beside in STANDING_IN.items():
        if not taken & {"title", "question"} and name in names and (not beside or beside in names):
            fields[headers[names.index(name)]] = "question"
    for header, name in zip(headers, names, strict=True):
        if header not in fields and (field := _in_words(name)) and field not in taken:
            fields[header] = field
            taken.add(field)
    return {header: fields[header] for header in headers if header in fields}


def _base(name: str) -> str:
    """A name without the number that it ends in."""
    match = _COUNTED.fullmatch(name)
    return match[1] if match else name


def _in_words(name: str) -> str | None:
    """The field that a header of a sentence speaks of."""
    if len(name) > _LONGEST_NAME or len(name.split()) < _FEWEST_WORDS:
        return None
    if _IN_WORDS["correct"].search(name):
        return "correct"
    if _OF_NO_TEXT.search(name):
        return None
    return next((field for field, words in _IN_WORDS.items() if words.search(name)), None)


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
    spaced = _CAMEL.sub(" ", header.strip().strip("\ufeff"))
    return " ".join(re.sub(r"[\W_]+", " ", spaced).casefold().split())


def _ordinal(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark) - 96

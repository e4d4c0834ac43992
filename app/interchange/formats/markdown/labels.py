"""The words by which banks mark an answer, a hint or a question, in the languages met so far."""

import re
import unicodedata
from typing import Literal, NamedTuple

Part = Literal[
    "answer", "explanation", "hint", "body", "options", "points", "links", "follow", "level", "tags"
]

_WORDS: dict[Part, tuple[str, ...]] = {
    "answer": (
        "answer", "answers", "ans", "a", "solution", "solutions", "model answer", "sample answer",
        "short answer", "example answer", "suggested answer", "possible answer", "correct answer",
        "correct answers", "correct option", "correct options", "correct choice", "right answer",
        "right option", "correct", "suggested answers", "sample answers", "expected answer",
        "answer guide", "answer outline", "answer sketch", "answer summary", "ideal answer", "best answer", "final answer", "brief answer", "the answer", "answer key", "show answer", "view answer",
        "see answer", "reveal answer", "click for answer", "click to see answer",
        "show me the answer", "show solution", "view solution", "see solution", "answer here",
        "show explanation", "antwort", "lösung", "réponse", "reponse", "solución", "respuesta",
        "resposta", "risposta", "ответ", "odpowiedź", "cevap", "答案", "答え", "回答", "解答",
        "정답", "답", "الجواب", "الإجابة", "إجابة", "उत्तर", "پاسخ", "đáp án", "відповідь", "jawaban",
        "musterlösung", "correcta", "respuesta correcta", "resposta correta", "gabarito",
        "réponse correcte", "richtige antwort", "правильный ответ", "решение", "参考答案",
        "正确答案", "解法", "题解", "解题思路", "soluzione", "risposta corretta", "solution code", "tl;dr", "tldr",
    ),
    "explanation": ("explanation", "explanations", "explaination", "why", "why correct", "why this is correct",
        "why the others are wrong", "why others are wrong", "why the other options are wrong",
        "why incorrect", "why not the others", "reason", "rationale", "explicación",
        "explicação", "erklärung", "explication", "spiegazione", "пояснение", "объяснение",
        "解析", "解説", "해설",),
    "hint": (
        "hint", "hints", "good to hear", "clue", "clues", "show hint", "view hint",
        "show hints", "what to listen for", "look for", "listen for", "what to look for",
        "hinweis", "hinweise", "tipp", "indice", "indices", "pistas", "dicas", "suggerimento", "pista", "dica", "подсказка", "提示", "ヒント", "힌트",
    ),
    "body": ("question", "problem", "problem statement", "task", "code", "scenario", "context",
        "prompt", "instructions", "description", "challenge", "проблема", "задача", "挑战", "problem description", "task description", "题干", "题目描述", "问题描述"),
    "options": ("options", "choices", "alternatives", "opciones", "opções", "alternativas", "optionen",
        "antwortmöglichkeiten", "варианты", "选项"),
    "follow": ("common follow-up questions", "common follow-ups", "possible follow-ups",
        "possible follow-up questions", "likely follow-ups", "follow-up", "follow-ups", "follow up", "follow ups", "follow-up questions",
        "follow up questions", "followup", "followups", "bonus", "bonus question"),
    "level": ("difficulty", "level", "difficulty level", "expertise", "experience level",
        "schwierigkeit", "schwierigkeitsgrad", "dificultad", "dificuldade", "nivel", "nível",
        "difficulté", "niveau", "difficoltà", "сложность", "уровень", "难度", "難易度", "난이도"),
    "tags": ("tags", "tag", "topics", "topic", "category", "categories", "keywords",
        "asked at", "asked by", "asked in", "companies",
        "kategorie", "schlagwörter", "etiquetas", "categoría", "categoria", "теги", "标签"),
    "points": ("key points", "key point", "rubric", "expected points"),
    "links": (
        "additional links", "links", "further reading", "references", "reference", "read more",
        "learn more", "see also", "related questions", "related notes", "useful resources", "参考", "参考资料", "参考链接", "что почитать", "ссылки", "источники", "références", "referencias", "referências", "fuentes", "quellen", "resources", "additional resources",
    ),
}  # fmt: skip
_PART_OF: dict[str, Part] = {word: part for part, words in _WORDS.items() for word in words}

# A label at the start of a line: "**Answer:** x", "__Hint__: x", "<b>A</b>" or "Answer: x".
_EMPHASISED = re.compile(
    r"(?P<open>\*{1,3}|_{1,3}|<(?:b|strong|i|em)>)[ ]{0,2}"
    r"(?P<word>[^\n:：*_<>]{1,40})[ ]{0,2}(?P<colon>[:：])?[ ]{0,2}"
    r"(?P<close>\*{1,3}|_{1,3}|</(?:b|strong|i|em)>)[ ]{0,2}(?P<after>[:：])?[ \t]*"
)
_BOLD_LINE = re.compile(
    r"(?P<open>\*{1,3}|_{1,3})(?P<word>[^\n:：*_<>]{1,40})[:：][ \t]*(?P<rest>[^\n]{1,2000})(?P=open)[ \t]*"
)
# "**Correct answer: B)** iron" and "_Answer: B_ because": the emphasis ends behind the letter
_BOLD_KEY = re.compile(
    r"(?P<open>\*{1,3}|_{1,3})(?P<word>[^\n:：*_<>]{1,40})[:：][ \t]*(?P<key>[A-Ja-j])[.)]?(?P=open)[ \t]+(?P<rest>[^\n]{1,2000})"
)
_PLAIN = re.compile(r"(?P<word>[^\W\d_][^\n:：*_<>]{0,40}?)[ ]{0,2}[:：][ \t]*")
_LETTERS = re.compile(
    r"[A-Ja-j](?:\s{0,3}(?:,|&|and|/|\+)\s{0,3}[A-Ja-j](?!\w)){0,9}(?=\s{0,3}(?:[.):\]*_`,;—]|[–-](?!\w)|(?:is|are)\b|$))"
)
_RUN = re.compile(r"[A-J]{2,6}")  # "BCD" for three options
_SPACED = re.compile(r"[A-J](?: [A-J]){1,5}")  # "B D" for two
_OPENING_TAGS = re.compile(r"^(?:\s|<(?:blockquote|p|div|b|strong|br ?/?)>|[->]\s){1,9}")
_STATING = re.compile(
    r"^(?:the )?(?:correct )?(?:answer|option|choice)s?\s?(?:is|are)?\s?[:：]?\s?", re.IGNORECASE
)
_KEY = re.compile(
    r"[-*+]?\s{0,3}(?:\*\*)?[(\[]?(?P<letter>[A-Ja-j])[)\].]?(?:\*\*)?"
    r"(?:\s{0,3}[-–—:(]?\s{0,3}(?:(?P<right>correct|right|true|✓|✔️?|✅)|incorrect|wrong|false|❌|✗)\)?)?",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:(?:Ans|Answer|Solution|Sol)\s?\d{0,4}(?:[.)]|\s?(?:[-–—=]{0,2}>|[-–—]))|A\s?\d{1,4}[.)])[ \t]{1,4}(?=\S)"
    r"|Ans(?:wer)?[.)]\s{0,9}$",  # and nothing: it is still to be written
    re.IGNORECASE,
)
_STATED = re.compile(
    r"(?P<open>\*\*|__)?(?:the )?(?:correct |right )?(?:answer|option|choice)s?[ ]{0,2}"
    r"(?:(?:is|are)[ ]{0,2}[:：]?|(?=\())[ ]{0,2}(?(open)(?P<close>\*\*|__)?)[ ]{0,2}"
    r"(?=[(\[*_`]{0,3}[A-Ja-j][)\].*_`]{0,4}(?:[\s,;:–-]|$))",
    re.IGNORECASE,
)
_KIND_OF_ANSWER = re.compile(
    r"(?!(?:wrong|incorrect|bad|poor|your|no|candidate|this|that|an|any|which|possible wrong)\b)"
    r"[^\W\d_]{2,16}(?:[ -][^\W\d_]{2,16})? (?:answer|solution)"
)
# "30-second answer", "Detailed answer" and "Câu trả lời chi tiết" as headings
_QUALIFIED_ANSWER = re.compile(
    r"(?!.*\b(?:wrong|incorrect|bad|poor|weak|your|no|candidate|this|that|an|any|which|why|to)\b)"
    r"(?:\d{1,3}[ -](?:seconds?|sec|minutes?|min)|[^\W\d_]{2,16}(?:[ -][^\W\d_]{2,16}){0,2}) answer"
    r"|câu trả lời(?! sai)(?: \w{1,8}){0,3}"
)
# An answer on the line of its question: "**Q:** What is it? **A:** A lock."
_WITHIN = re.compile(
    r"(?<=\s)(?:\*\*|__)(?:A|Ans|Answer|答案|答)\s?(?:[:：](?:\*\*|__)|(?:\*\*|__)\s?[:：])\s{0,4}(?=\S)"
    r"|(?<=[?？*_]\s)(?:A|Ans|Answer)[:：]\s{1,4}(?=\S)"
)
# "`hint: look twice`", a label and what it says in one code span
_SPAN = re.compile(r"`(?P<word>[A-Za-z ]{1,20}):[ ]{0,2}(?P<rest>[^`\n]{0,400})`\s{0,9}")
_SAID_BESIDE = re.compile(r"(?<=\w\w)\s?\([^()]{1,30}\)$")  # "Sample answer (STAR)"
_SPACES = re.compile(r"(?:&(?:nbsp|emsp|ensp|#x20|#32|#160);\s{0,2}){1,4}")
_DASH = re.compile(r"[-–—][ \t]{1,4}")
_SYMBOLS = ("So", "Mn", "Cf", "Sk")
_FOLDS = frozenset((
    "show", "hide", "view", "see", "click", "reveal", "expand", "toggle", "open", "check", "to",
    "for", "the", "here", "me", "my", "a", "an", "your", "this", "and", "of", "on", "correct",
    "suggested", "possible", "sample", "model", "example", "answer", "answers", "solution",
    "solutions", "response", "explanation", "hint", "hints", "show/hide", "hide/show",
))  # fmt: skip
_OPENS = frozenset((
    "details", "more", "read", "spoiler", "unfold", "it", "all", "down",
    "展开", "查看", "点击", "点击展开", "点击查看", "mostrar", "ver", "voir", "anzeigen", "показать",
))  # fmt: skip


def _part_of(word: str) -> Part | None:
    """The part a label opens; the labels of several hints may be numbered."""
    word = word[_behind_symbols(word) :]  # "✅ Correct Answer"
    bare = _SAID_BESIDE.sub("", word.casefold()).rstrip(" #0123456789").strip()
    return _PART_OF.get(bare) or ("answer" if _KIND_OF_ANSWER.fullmatch(bare) else None)


def part_named(text: str) -> Part | None:
    """The part that a heading or summary of just these words opens, or None.

    A bare "A" opens none: it is a letter of the alphabet.
    """
    if text.strip() in ("A", "a"):
        return None
    bare = _bare(text)
    return _PART_OF.get(bare) or ("answer" if _QUALIFIED_ANSWER.fullmatch(bare) else None)


def part_folded(summary: str) -> Part | None:
    """The part that a folded text holds, judged by the words of its summary, or None."""
    bare = _bare(summary)
    if part := _PART_OF.get(bare):
        return part
    words = [word.strip(".,:;!?()[]") for word in bare.split() if any(map(str.isalnum, word))]
    if not words or not all(word in _FOLDS for word in words):
        return None
    if "hint" in words or "hints" in words:
        return "hint"
    return (
        "answer"
        if any(word.startswith(("answer", "solution", "response", "explan")) for word in words)
        else None
    )


def says_nothing(summary: str) -> bool:
    """Whether a summary only asks to be opened: "Show", "Click to expand", "Details"."""
    words = re.findall(r"[^\W_]+", _bare(summary))
    return bool(words) and all(word in _FOLDS or word in _OPENS for word in words)


class Label(NamedTuple):
    """A label at the start of a line: its part, the index where other text begins, and what
    stands in the same emphasis as the label ("**Answer: B**").
    """

    part: Part
    end: int
    rest: str = ""


def label_at(line: str) -> Label | None:
    """The label at the start of a line of prose, or None.

    Only an emphasised word or one before a colon is a label, so that "Answer quickly" is prose.
    """
    if line.endswith("\\"):
        line = line[:-1].rstrip()  # a line break
    if start := _behind_symbols(line):
        # "💡 **Hint:** ..." is the label that it is without its emoji
        found = label_at(line[start:])
        return Label(found.part, found.end + start, found.rest) if found else None
    if (span := _SPAN.fullmatch(line)) and (part := _part_of(span["word"])):
        return Label(part, len(line), span["rest"].strip())
    bold = _BOLD_LINE.fullmatch(line)
    if bold is not None and (part := _part_of(bold["word"])):
        return Label(part, len(line), bold["rest"].strip())
    key = _BOLD_KEY.fullmatch(line)
    if key is not None and _part_of(key["word"]) == "answer":
        return Label("answer", len(line), f"{key['key']}) {key['rest'].strip(' -–—')}")
    if short := _SHORT.match(line):
        return Label("answer", short.end())
    if (stated := _STATED.match(line)) and (stated["close"] or not stated["open"]):
        return Label("answer", stated.end())
    if stated and line.rstrip().endswith(stated["open"] or ""):
        return Label("answer", len(line), line[stated.end() :].rstrip(" *_"))  # all in bold
    match = _EMPHASISED.match(line)
    if match is None:
        match = _PLAIN.match(line)
        part = _part_of(match["word"]) if match else None
        return Label(part, match.end()) if match and part else None
    part = _part_of(match["word"])
    if part is None or match["open"].replace("<", "</") != match["close"]:
        return None
    rest = line[match.end() :]
    if match["colon"] or match["after"] or not rest.strip():
        return Label(part, match.end())
    if dash := _DASH.match(rest):
        return Label(part, match.end() + dash.end())
    return None


def _behind_symbols(line: str) -> int:
    """Where the first word begins behind entities of spaces, and behind symbols with a space
    behind each run of them."""
    begin = at = 0
    while at < len(line):
        if at == begin and (spaces := _SPACES.match(line, at)):
            begin = at = spaces.end()
        elif unicodedata.category(line[at]) in _SYMBOLS:
            at += 1
            if line[at : at + 1] == " ":
                begin = at = at + 1
        else:
            break
    return begin


def answer_within(line: str) -> tuple[int, int] | None:
    """Where an answer's label begins and ends on a line that asks before it, or None."""
    match = _WITHIN.search(line) if "?" in line or "？" in line else None
    if match is None or not any(mark in line[: match.start()] for mark in "?？"):
        return None
    return match.span()


def letters_in(text: str) -> tuple[str, ...]:
    """The option letters that a text such as "D", "A and C" or "B) because" begins with."""
    text = _OPENING_TAGS.sub("", text, count=1)
    first = text.partition("\n")[0].strip().lstrip("*_`([> ")
    first = _STATING.sub("", first).lstrip("*_`([ ")
    match = _LETTERS.match(first)
    run = first.strip(" .)]*_`")
    if _SPACED.fullmatch(run):
        return tuple(run.split())
    if match is None:
        return tuple(run) if _RUN.fullmatch(run) and sorted(set(run)) == list(run) else ()
    return tuple(letter.upper() for letter in re.findall(r"\b[A-Ja-j]\b", match.group()))


def letters_marked(text: str) -> tuple[str, ...]:
    """The letters of a list of nothing but letters that are marked as correct: "- B - Correct"."""
    keys = [_KEY.fullmatch(line.strip()) for line in text.split("\n") if line.strip()]
    found = [match for match in keys if match]
    if len(found) < len(keys) or len(keys) < 2:
        return ()
    return tuple(match["letter"].upper() for match in found if match["right"])


def _bare(text: str) -> str:
    """A heading's words without emphasis, tags, emoji and outer punctuation, case folded."""
    text = re.sub(r"<[^<>]{0,80}>|:[a-z_]{3,40}:|\s\([A-Z]{2}\)$", "", text).casefold()
    begin, end = 0, len(text)
    while begin < end and _is_outer(text[begin]):
        begin += 1
    while begin < end and _is_outer(text[end - 1]):
        end -= 1
    return text[begin:end]


def _is_outer(character: str) -> bool:
    return character in " \t*_:：.!?#()[]" or unicodedata.category(character) in _SYMBOLS

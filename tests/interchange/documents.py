"""Whole documents for tests: every member, with texts that formats find hard to keep."""

from dataclasses import replace

from hypothesis import strategies as st

from app.interchange.document import KeyPointDocument, OptionDocument, QuestionDocument

NASTY = (
    "```python\n# not a heading\nprint('x')\n```",
    "```\nnever closed",
    "~~~\n```\n~~~",
    "# What is a heading?",
    "---\ntitle: front matter\n---",
    "Answer: B\n\n**Hint:** look\n\nQ: What is this?",
    "### Answer <!--qbank:answer-->",
    "<!--qbank:question-->\n## What? <!--qbank:question-->",
    "<!-- never closed",
    "<details><summary>Answer</summary>",
    "<script>alert(1)</script> & <b>bold</b> &amp; &lt;",
    "]]> <![CDATA[ x ]]>",
    "a ~ b = c # d { e } f : g \\ h \\n i",
    "::name:: {=right ~wrong #told}",
    "// [id:1] [tag:x]",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1",
    "-1",
    "\tindented",
    "'quoted'",
    '"quoted", "twice"',
    '"never closed',
    "a,b;c\td|e",
    "line one\nline two\n\n\nline five",
    "\n\nblank lines before and after\n\n",
    "trailing spaces   \n   and leading ones  ",
    "carriage\r\nreturns\rinside",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "- one\n  - two\n\n1. three\n",
    "👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \ufeff mark",
    "שלום \u202ealoha\u202c مرحبا",
    "\x85next line\u2028and paragraph\u2029ends",
    "bell \x07, escape \x1b, delete \x7f, \ufffe",
    "_x000D_ and _x005F_",
    "null",
    "true",
    "12",
    "1e3",
    "[x] ticked",
    "[ ] not",
    '["a", "b"]',
    "more",
    "{{c1::cloze}} [sound:x.mp3]",
    "key: value # comment",
    "? complex\n: yes",
    "%YAML 1.1",
    "*alias &anchor !tag",
    "2026-01-31T09:30:00Z",
    "Q: Who? (hard)",
    "1. What is it? 👶",
    "**bold?**",
    "TODO",
    "RBAC, quotas, policies.",
)
LONG = ("a" * 40_000, "🦊" * 33_000, "x\r" * 20_000)
_texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
    st.text("ab \n\t`~#*_->=:\\|\"'<&[]x{}\r", max_size=40),
)
texts = st.one_of(_texts, st.tuples(_texts, _texts).map("".join))
full_texts = texts.map(lambda text: text if text.strip() else f"{text}x")


def _line(text: str) -> str:
    shown = "".join(filter(str.isprintable, text))[:100]
    return shown if shown.strip() else "x"


lines = st.one_of(st.sampled_from(NASTY), st.text(max_size=30)).map(_line)
tags = lines.map(lambda text: text.replace(",", ";"))
categories = st.one_of(
    st.none(), st.sampled_from(("databases/sql/joins", "c++", "=1+1", "Über uns", "a'b/\"c"))
)
_ids = st.uuids(version=4).map(str)


def slugs(number: int) -> str:
    """A slug for the question of that number in a list."""
    return f"question-{number}"


@st.composite
def documents(draw: st.DrawFn) -> QuestionDocument:
    """A whole document of either kind."""
    is_choice = draw(st.booleans())
    options = st.builds(OptionDocument, full_texts, st.booleans())
    derived = draw(st.booleans())
    points = st.builds(
        KeyPointDocument, full_texts, st.sampled_from((1.0, 2.0, 0.5, 0.1, 3.25)), st.booleans()
    )
    return QuestionDocument(
        title=draw(full_texts.map(lambda text: text if text[:1000].strip() else "x"))[:1000],
        line_start=0,
        line_end=0,
        body=draw(texts),
        hints=tuple(draw(st.lists(full_texts, max_size=3))),
        answer=draw(texts),
        key_points=() if derived else tuple(draw(st.lists(points, max_size=3))),
        key_points_derived=derived,
        options=tuple(draw(st.lists(options, max_size=4))) if is_choice else (),
        follow_ups=tuple(draw(st.lists(full_texts, max_size=2))),
        category=draw(categories),
        tags=tuple(dict.fromkeys(draw(st.lists(tags, max_size=3)))),
        difficulty=draw(st.sampled_from((None, "easy", "medium", "hard"))),
        expected_seconds=draw(st.one_of(st.none(), st.integers(1, 86_400))),
        external_id=draw(_ids),
        slug="question",
        source_name=draw(st.one_of(st.none(), lines)),
        source_url=draw(st.one_of(st.none(), texts.map(lambda text: text[:2000] or "x"))),
        source_license=draw(st.one_of(st.none(), lines)),
        source_line=draw(st.one_of(st.none(), st.integers(1, 2**31 - 1))),
        kind="choice" if is_choice else "open",
        status=draw(st.sampled_from(("draft", "published", "retired"))),
        visibility=draw(st.sampled_from(("public", "internal"))),
        is_whole=True,
    )


@st.composite
def banks(draw: st.DrawFn) -> list[QuestionDocument]:
    """A few whole documents with slugs of their own."""
    found = draw(st.lists(documents(), max_size=4))
    return [replace(one, slug=slugs(number)) for number, one in enumerate(found)]


def without_lines(document: QuestionDocument) -> QuestionDocument:
    """The same document wherever it stood in a file."""
    return replace(document, line_start=0, line_end=0)


def made_public(document: QuestionDocument) -> QuestionDocument:
    """What the public form of a document holds."""
    return QuestionDocument(
        title=document.title,
        line_start=0,
        line_end=0,
        body=document.body,
        options=tuple(OptionDocument(one.text) for one in document.options),
        category=document.category,
        tags=document.tags,
        difficulty=document.difficulty,
        expected_seconds=document.expected_seconds,
        external_id=document.external_id,
        slug=document.slug,
        kind=document.kind,
    )

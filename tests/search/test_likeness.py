"""Which questions are taken for the same: facts, properties, and figures on labelled pairs."""

import json
import os
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.likeness import (
    Likeable,
    candidate_terms,
    exact_key,
    is_possible_duplicate,
    likeness,
)
from app.search.likeness_align import one_slip_apart
from app.search.likeness_outline import may_reach, outline_of
from app.search.likeness_words import opposite

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("QBANK_TEST_SHARED", HERE.parents[2] / "shared"))
CORPORA = SHARED / "corpora"
needs_corpora = pytest.mark.skipif(
    not (CORPORA / "combined_dev.jsonl").exists(),
    reason="the shared corpora are not beside the repository (QBANK_TEST_SHARED)",
)
questions = st.builds(
    Likeable,
    title=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "what",
                    "is",
                    "not",
                    "the",
                    "a",
                    "map()",
                    "`Set`",
                    "tree",
                    "3",
                    "before",
                    "after",
                    "HTTP",
                    "over",
                ]
            )
        ).map(" ".join),
    ),
    body=st.one_of(st.none(), st.text(max_size=40)),
    options=st.lists(st.text(max_size=8), max_size=3).map(tuple),
)


def alike(a: str, b: str) -> float:
    return likeness(Likeable(a), Likeable(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("What is a mutex?", "what is a  MUTEX ?"),
        ("Explain backpressure.", "What is backpressure, and why is it useful?"),
        ("What is the DOM?", "What is the Document Object Model (DOM)?"),
        ("What is the document object model?", "Explain the DOM"),
        ("What are web sockets?", "What are websockets?"),
        ("How do you write a decorator in Python?", "How would you write a decorator?"),
        ("What is a `generator`?", "What is a generator?"),
        ("What does `shift()` remove?", "What does the `shift` method remove?"),
        ("Name some HTTP methods", "Name 3 HTTP methods"),
        ("What is idempotency?", "What is idempotancy?"),
        ("How can you avoid starvation?", "What are some ways of avoiding starvation?"),
        ("Is a tuple mutable?", "Is a tuple mutable? Why or why not?"),
        ("How do you test Fastify?", "How would you test Fastify.js?"),
        ("Tell me about a time you lost data", "Describe a situation where you lost data"),
        ("What happens when you type a command?", "What happens when you enter a command?"),
        ("How do you undo a merge?", "How do you revert a merge?"),
    ],
)
def test_the_same_question_in_other_words(a: str, b: str) -> None:
    assert is_possible_duplicate(alike(a, b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Numbers, operators and their order.
        ("How many hosts fit into a /24 network of class 2?", "How many hosts fit into a /24 network of class 3?"),
        ("What is the third normal form?", "What is the first normal form?"),
        ("What is 2^10?", "What is 10^2?"),
        ("What does a == b compare?", "What does a === b compare?"),
        # Code, flags, acronyms, single letters.
        ("What does the `-r` flag of grep do?", "What does the `-l` flag of grep do?"),
        ("What does grep -r do?", "What does grep -l do?"),
        ("What does Array.from do?", "What does Array.of do?"),
        ("What does getItem return?", "What does setItem return?"),
        ("What is the AX register used for?", "What is the BX register used for?"),
        ("What does the L in SOLID mean?", "What does the D in SOLID mean?"),
        ("What is C++?", "What is C#?"),
        ("How do you test Fastify.js?", "How do you test Polka.js?"),
        ("Tell me about a time you lost data", "Tell me about a time you lost money"),
        # Negations and opposites.
        ("When can you rebase a branch?", "When can't you rebase a branch?"),
        ("Which of the rules may not be broken?", "Which of the rules may be broken?"),
        ("What are the advantages of an index?", "What are the disadvantages of an index?"),
        ("Which hook runs before rendering the list?", "Which hook runs after rendering the list?"),
        ("Is the list of arguments in Lua mutable?", "Is the list of arguments in Lua immutable?"),
        # The same words about something else.
        ("What are advantages of lists over arrays?", "What are advantages of arrays over lists?"),
        ("Can a high load and low latency go together?", "Can a low load and high latency go together?"),
        ("How do you change a cat into a dog?", "How do you change a dog into a cat?"),
        ("What is a tree?", "What is a balanced tree?"),
        ("What is a queue?", "How do you implement a queue?"),
        ("What is Redis?", "What is Redis used for?"),
        ("Which port does the server open?", "Which port does the proxy open?"),
    ],
)  # fmt: skip
def test_two_questions_that_only_look_alike(a: str, b: str) -> None:
    assert not is_possible_duplicate(alike(a, b))


@given(questions, questions, st.sampled_from([0.5, 0.76]))
def test_no_pair_is_left_out_that_reaches_the_mark(a: Likeable, b: Likeable, least: float) -> None:
    if likeness(a, b, least) >= least:
        assert may_reach(outline_of(a.title), outline_of(b.title), least)


def test_most_pairs_that_share_a_word_are_left_out() -> None:
    left, titles = 0, ["What is a tree?", "How is a tree drawn?", "Why do queues block?"]
    for a, b in [(a, b) for a in titles for b in titles if a < b]:
        left += not may_reach(outline_of(a), outline_of(b), 0.76)
    assert left == 3


FENCE = "```js\n{}\n```"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Likeable("What's the output?", FENCE.format("let a = 1;")), Likeable("What is the output?", FENCE.format("let  a = 1")), True),
        (Likeable("What's the output?", FENCE.format("let a = 1;")), Likeable("What's the output?", FENCE.format("var a = 1;")), False),
        (Likeable("What's the output?", FENCE.format("f()")), Likeable("What's the output?"), False),
        (Likeable("What's the output?", FENCE.format("7 // 2")), Likeable("What's the output?", FENCE.format("7 // 3")), False),
        (Likeable("What is a closure?", "Use your own words."), Likeable("What is a closure?"), True),
        (Likeable("What is left?", "Of 10 eggs half break."), Likeable("What is left?", "Of 12 eggs half break."), False),
        (Likeable("Which of these is true?", None, ("a", "b")), Likeable("Which of these is true?", None, ("c", "d")), False),
        (Likeable("Which of these is true?", None, ("a", "b")), Likeable("Which of these is true?", None, ("b", "a")), True),
        (Likeable("What colour is a lime?", None, ("green", "red")), Likeable("What colour is the lime?", None, ("green", "blue")), True),
    ],
)  # fmt: skip
def test_bodies_and_options_decide_where_titles_do_not(
    a: Likeable, b: Likeable, *, expected: bool
) -> None:
    assert is_possible_duplicate(likeness(a, b)) is expected


def test_exact_duplicates_are_equal_after_case_width_and_white_space() -> None:
    one = Likeable("What is ＣＯＲＳ?", "Say  it\nshortly.", ("Yes", "No"))
    assert exact_key(one) == exact_key(
        Likeable(" what is cors? ", "say it shortly.", ("yes", "no"))
    )
    assert exact_key(one) != exact_key(Likeable(one.title, one.body, ("No", "Yes")))
    assert exact_key(one) != exact_key(Likeable(one.title, one.body))
    assert exact_key(Likeable("t", "")) == exact_key(Likeable("t"))
    assert exact_key(Likeable("t", "a", ("b",))) != exact_key(Likeable("t", None, ("a", "b")))


@given(questions, questions)
def test_likeness_is_symmetric_and_between_0_and_1(a: Likeable, b: Likeable) -> None:
    score = likeness(a, b)
    assert 0.0 <= score <= 1.0
    assert score == likeness(b, a)


@given(questions, questions, st.floats(0.0, 1.0))
def test_what_stays_below_a_mark_is_told_as_0_and_nothing_else(
    a: Likeable, b: Likeable, least: float
) -> None:
    score = likeness(a, b)
    assert likeness(a, b, least) == (score if score >= least else 0.0)


@given(questions)
def test_a_question_is_wholly_like_itself(a: Likeable) -> None:
    assert likeness(a, a) == 1.0
    assert len(candidate_terms(a)) <= 6


@given(
    st.lists(
        st.sampled_from(["cache", "index", "thread", "query", "lock", "page"]),
        min_size=1,
        unique=True,
    ),
    st.integers(2, 10**6),
    st.integers(2, 10**6),
)
def test_another_number_is_always_a_veto(words: list[str], one: int, other: int) -> None:
    title = f"How does a {' '.join(words)} of {{}} entries behave?"
    same = is_possible_duplicate(alike(title.format(one), title.format(other)))
    assert same is (one == other)


@given(st.lists(st.sampled_from(["cache", "index", "thread", "query", "lock", "page"]), min_size=1))
def test_another_negation_is_always_a_veto(words: list[str]) -> None:
    rest = " ".join(words)
    assert not is_possible_duplicate(alike(f"Why can {rest} fail?", f"Why can't {rest} fail?"))


def test_hostile_bodies_cost_little() -> None:
    started = time.process_time()
    for text in ("`" * 64_000, "/*" * 32_000, "```\n" * 16_000, "a" * 64_000, "(" * 64_000):
        likeness(Likeable("when `<a (" * 100, text), Likeable("b before -x 1." * 70, text + "."))
    assert time.process_time() - started < 3.0


def test_opposites_and_slips_of_the_keyboard() -> None:
    assert opposite("before", "after")
    assert opposite("balanced", "unbalanced")
    assert not opposite("port", "import")
    assert one_slip_apart("dependancy", "dependency")
    assert one_slip_apart("recieving", "receiving")
    assert not one_slip_apart("content", "context")
    assert not one_slip_apart("asynchronous", "synchronous")


def test_candidate_terms_put_what_looks_rare_first() -> None:
    assert candidate_terms(Likeable("How do you use process.nextTick in a loop?")) == (
        "process.nexttick",
        "loop",
    )
    told = candidate_terms(Likeable("What's the output?", "Of the factorial program"))
    assert "factori" in told
    assert candidate_terms(Likeable("")) == ()


@cache
def bank() -> dict[str, Likeable]:
    found = {}
    for line in (CORPORA / "combined_dev.jsonl").read_text().splitlines():
        entry = json.loads(line)
        options = tuple(option["text"] for option in entry["options"] or ())
        found[entry["id"]] = Likeable(entry["title"], entry["stem"], options)
    return found


def figures(pairs: list[tuple[Likeable, Likeable, str]]) -> tuple[float, float]:
    """Precision and recall for the label `duplicate`."""
    named = [(label == "duplicate", is_possible_duplicate(likeness(a, b))) for a, b, label in pairs]
    hits = sum(truth and guess for truth, guess in named)
    return hits / sum(guess for _, guess in named), hits / sum(truth for truth, _ in named)


@needs_corpora
def test_figures_on_the_shared_pairs() -> None:
    lines = (CORPORA / "duplicate_pairs_dev.jsonl").read_text().splitlines()
    pairs = [
        (
            Likeable(pair["title_a"], pair["stem_a"]),
            Likeable(pair["title_b"], pair["stem_b"]),
            pair["label"],
        )
        for pair in map(json.loads, lines)
    ]
    precision, recall = figures(pairs)
    assert (precision, recall) >= (1.0, 0.75)


@needs_corpora
@pytest.mark.parametrize(("sample", "least"), [("first", (0.9, 0.7)), ("second", (0.85, 0.75))])
def test_figures_on_pairs_of_our_own(sample: str, least: tuple[float, float]) -> None:
    lines = (HERE / "labelled_pairs.jsonl").read_text().splitlines()
    known = bank()
    pairs = [
        (known[pair["a"]], known[pair["b"]], pair["label"])
        for pair in map(json.loads, lines)
        if pair["sample"] == sample
    ]
    precision, recall = figures(pairs)
    print(f"{sample}: {len(pairs)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= least[0]
    assert recall >= least[1]


@needs_corpora
def test_pairs_that_are_duplicates_share_a_candidate_term() -> None:
    lines = (HERE / "labelled_pairs.jsonl").read_text().splitlines()
    known = bank()
    for pair in map(json.loads, lines):
        a, b = known[pair["a"]], known[pair["b"]]
        if pair["label"] == "duplicate" and is_possible_duplicate(likeness(a, b)):
            shared = set(candidate_terms(a)) & set(candidate_terms(b))
            assert shared or not candidate_terms(a), (a.title, b.title)

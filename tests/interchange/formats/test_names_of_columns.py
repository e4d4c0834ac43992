"""The names that spreadsheets and data files of questions give to their columns and keys."""

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named, guess
from app.interchange.formats.mapping import mapped
from app.interchange.formats.profile import Profile


def read(name: str, text: str) -> Reading:
    return format_named(name).read(text.encode(), profile=Profile())


def only(name: str, text: str) -> QuestionDocument:
    (document,) = read(name, text).documents
    return document


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Interview Questions", "question"), ("Behavioural question", "question"),
        ("question_en", "question"), ("Question/Prompt", "question"), ("Vorderseite", "question"),
        ("What good looks like", "answer"), ("Green flags", "answer"), ("Expected Answers", "answer"), ("Answer_EN", "answer"),
        ("Seniority Level", "difficulty"),
        ("Experience", "difficulty"), ("Target level", "difficulty"),
        ("Category/Topic", "category"), ("Focus area", "category"),
        ("Mots-clés", "tags"), ("Tags/Keywords", "tags"), ("Probing questions", "follow_ups"),
        ("Justification", "explanation"), ("QID", "external_id"),
    ],
)  # fmt: skip
def test_a_usual_name_means_its_field(name: str, field: str) -> None:
    assert mapped([name], {}) == {name: field}


@pytest.mark.parametrize(
    "name",
    ["correctOptionIds", "Correct choices", "correct_indices", "Right answers",
     "correct_option_letter", "Correct Option No", "Correct Choice Number", "correctAnswerKey"],
)  # fmt: skip
def test_the_key_of_a_choice_may_say_what_it_names(name: str) -> None:
    assert mapped(["Question", "Option A", "Option B", name], {})[name] == "correct"


@pytest.mark.parametrize(
    "name",
    ["total_questions", "Number of questions", "Related questions", "isCorrect",
     "correct_count", "Red flags", "Bloom level", "Score/Notes"],
)  # fmt: skip
def test_a_name_that_only_sounds_like_one_means_nothing(name: str) -> None:
    assert mapped([name], {}) == {}


def test_of_two_columns_that_ask_the_plainer_is_the_question() -> None:
    names = ["Technical question", "Question"]
    assert mapped(names, {}) == {"Question": "question"}


def test_ids_of_options_in_a_list_tick_each_of_them() -> None:
    options = '[{"id":"a","text":"Iron"},{"id":"b","text":"Oak"},{"id":"c","text":"Tin"}]'
    text = f'[{{"text":"Which are metals?","options":{options},"correctOptionIds":["a","c"]}}]'
    assert [one.correct for one in only("json", text).options] == [True, False, True]


def test_keys_called_indices_count_from_zero() -> None:
    text = (
        '[{"question":"Which are metals?","options":["Oak","Iron","Tin"],"correct_indices":[1,2]}]'
    )
    assert [one.correct for one in only("json", text).options] == [False, True, True]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("#iron #c++", ("iron", "c++")),
        ("#iron, #tin", ("iron", "tin")),
        ("c#, iron", ("c#", "iron")),
        ("iron ore, #1", ("iron ore", "#1")),
    ],
)
def test_the_sign_before_each_tag_is_no_part_of_it(cell: str, tags: tuple[str, ...]) -> None:
    assert only("csv", f'Question,Tags\nWhat is rust?,"{cell}"\n').tags == tags


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("0-2 years", "easy"), ("< 2 yrs", "easy"), ("2 to 4 years", "medium"),
        ("3+ years", "medium"), ("5+ years of work", "hard"), ("10 years", "hard"),
        ("since years", None),
    ],
)  # fmt: skip
def test_years_of_experience_are_a_level(cell: str, level: str | None) -> None:
    reading = read("csv", f"Question,Experience\nWhat is rust?,{cell}\n")
    assert reading.documents[0].difficulty == level
    assert [one.code for one in reading.findings] == ([] if level else ["level-unknown"])


def test_entities_are_read_in_html_without_tags_and_only_there() -> None:
    note = "What is &lt;div&gt;?\tA &amp; B\n"
    asked = only("anki-text", f"#separator:tab\n#html:true\n{note}")
    assert (asked.title, asked.body, asked.answer) == ("What is <div>?", "", "A & B")
    asked = only("anki-text", f"#separator:tab\n#html:false\n{note}")
    assert (asked.title, asked.answer) == ("What is &lt;div&gt;?", "A &amp; B")
    asked = only("aiken", "What is &lt;?\nA. Less\nB. More\nANSWER: A\n")
    assert asked.title == "What is &lt;?"
    stem = (
        "<questiontext><text>Is 1 &amp;lt; 2 &amp;amp;&amp;amp; 2 &amp;lt; 3?</text></questiontext>"
    )
    asked = only("moodle-xml", f'<quiz><question type="essay">{stem}</question></quiz>')
    assert (asked.title, asked.body) == ("Is 1 < 2 && 2 < 3?", "")


def ticked(text: str) -> list[list[str]]:
    found = read("csv", text).documents
    return [[option.text for option in one.options if option.correct] for one in found]


def test_a_tick_belongs_to_the_option_of_its_number() -> None:
    header = "Question,Option 1,Correct 1,Option 2,Correct 2,Option 3,Correct 3\n"
    assert ticked(header + "Which are hot?,Ice,,Fire,x,Lava,x\n") == [["Fire", "Lava"]]
    assert ticked(header + "Which is hot?,Ice,,Fire,,Lava,x\n") == [["Lava"]]
    assert ticked(header + "Which is hot?,,,Fire,x,Ice,\n") == [["Fire"]]


@pytest.mark.parametrize(("cell", "right"), [("Yes", "Yes"), ("no", "No"), ("2", "No")])
def test_one_key_alone_that_names_an_option_is_no_tick(cell: str, right: str) -> None:
    text = f"Question,Option 1,Option 2,Correct answer 1\nIs fire hot?,Yes,No,{cell}\n"
    assert ticked(text) == [[right]]


def test_what_is_right_beside_what_is_wrong_may_be_a_yes() -> None:
    text = "Question,Correct answer 1,Wrong answer 1\nIs fire hot?,Yes,No\n"
    assert ticked(text) == [["Yes"]]


def test_letters_name_options_though_one_of_them_is_an_option_itself() -> None:
    options = '"A":"Go","B":"Perl","C":"R","D":"C"'
    text = f'[{{"question":"Which are compiled?",{options},"correct":["A","D"]}}]'
    assert [one.text for one in only("json", text).options if one.correct] == ["Go", "C"]


@pytest.mark.parametrize("delimiter", [";", "|"])
def test_notes_without_a_header_are_cards_where_all_ask(delimiter: str) -> None:
    rows = [f'"What is {one}?"{delimiter}"It is {one}{delimiter} so."' for one in ("a", "b")]
    text = "\n".join(rows) + "\n"
    assert guess("deck.txt", None, text.encode()).name == "anki-text"
    found = read("anki-text", text).documents
    assert [(one.title, one.answer) for one in found] == [
        (f"What is {one}?", f"It is {one}{delimiter} so.") for one in ("a", "b")
    ]


@pytest.mark.parametrize(
    "text",
    ["What is a lock; what is a key?\n\nIt turns; it opens.\n", "What is a | b?\nIt turns | so.\n",
     "What is a;b?\n", "What is a, and what is b?\nWhat is c, and what is d?\n"],
)  # fmt: skip
def test_prose_with_such_signs_is_no_deck(text: str) -> None:
    assert guess("notes.txt", None, text.encode()).name == "markdown"


@pytest.mark.parametrize(
    ("name", "cell", "seconds"),
    [
        ("Est. Time (mins)", "5", 300), ("estimatedTimeInMinutes", "2", 120),
        ("Time allowed (sec)", "90", 90), ("Duration (mins)", "10", 600), ("Time", "5 min", 300),
        ("Time limit", "90s", 90), ("Duration", "1 hour", 3600), ("Time", "soon", None),
    ],
)  # fmt: skip
def test_a_time_is_in_the_unit_that_its_name_or_its_text_says(
    name: str, cell: str, seconds: int | None
) -> None:
    assert only("csv", f"Question,{name}\nWhat is rust?,{cell}\n").expected_seconds == seconds


def test_a_sign_for_number_in_a_name() -> None:
    assert mapped(["Correct Answer #", "Hint #1"], {}) == {
        "Correct Answer #": "correct",
        "Hint #1": "hints",
    }
    assert mapped(["#", "Q#", "Question #"], {}) == {}


@pytest.mark.parametrize("level", ["Senior Level", "Senior Developer", "senior-level"])
def test_a_level_may_say_whose_it_is(level: str) -> None:
    assert only("csv", f"Question,Level\nWhat is rust?,{level}\n").difficulty == "hard"


def test_a_level_alone_in_a_row_is_that_of_the_rows_below() -> None:
    text = "Level,Question\nJunior,\n,What is rust?\nSenior,\n,Why does it grow?\n"
    assert [one.difficulty for one in read("csv", text).documents] == ["easy", "hard"]


def test_boxes_before_all_options_say_which_are_right() -> None:
    text = "- question: Which are metals?\n  options: ['[x] Iron', '[ ] Oak', '[X] Tin']\n"
    options = only("yaml", text).options
    assert [(one.text, one.correct) for one in options] == [
        ("Iron", True),
        ("Oak", False),
        ("Tin", True),
    ]
    text = "- question: Which is empty?\n  options: ['[ ]', '[x] Iron', 'Oak']\n  answer: Oak\n"
    assert [one.text for one in only("yaml", text).options] == ["[ ]", "[x] Iron", "Oak"]


def test_what_is_expected_answers_only_beside_a_question() -> None:
    assert only("yaml", "- question: What is rust?\n  expected: [Iron, water]\n").answer == (
        "Iron\nwater"
    )
    checks = "- title: Count\n  brief: Count it.\n  checks:\n  - {name: n, expected: 2}\n"
    assert [one.title for one in read("yaml", checks).documents] == ["Count"]


def test_tags_of_a_whole_deck_are_those_of_each_note() -> None:
    text = "#separator:tab\n#tags:iron ore\n#tags column:3\nWhat is rust?\tOxide.\tred\n"
    assert only("anki-text", text).tags == ("iron", "ore", "red")


def test_a_name_of_nothing_but_languages_is_none() -> None:
    assert mapped(["x" + " en" * 30_000], {}) == {}


@pytest.mark.parametrize("name", ["Notes", "Comment", "Kommentar"])
def test_remarks_explain_a_choice_and_are_no_part_of_an_answer(name: str) -> None:
    beside_answer = read("csv", f"question,answer,{name}\nWhat is a lock?,Iron.,Ask seniors\n")
    assert [one.answer for one in beside_answer.documents] == ["Iron."]
    assert any(f"'{name}' is no field" in one.message for one in beside_answer.findings)
    choice = only("csv", f"question,a,b,correct,{name}\nWhich?,Iron,Tin,A,Iron rusts\n")
    assert choice.answer == "Iron rusts"
    alone = only("csv", f"question,{name}\nWhat is a lock?,Iron.\n")
    assert alone.answer == "Iron."
    asked = mapped(["question", "answer", name], {name: "explanation"})
    assert asked[name] == "explanation"

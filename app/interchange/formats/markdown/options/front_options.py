"""Options and answers that front matter states, as files of one question each do."""

from collections.abc import Mapping

from app.interchange.document import OptionDocument
from app.interchange.formats.mapping import mapped
from app.interchange.formats.markdown.options.option_list import marked
from app.interchange.formats.record_options import options_and_answer

_RIGHT = frozenset(("correct", "right", "perfect", "true", "good", "best", "yes"))
_WRONG = frozenset(("wrong", "incorrect", "false", "bad", "distractors", "no", "others"))
_OFFERED = ("options", "correct", "wrong", "answer", "explanation")


def options_in_front(front: Mapping[str, object]) -> tuple[tuple[OptionDocument, ...], str]:
    """The options and the answer among the keys of front matter, read like those of a record.

    A mapping of answers by their worth (`answers: {perfect: ..., wrong: [...]}`) is one of the
    correct and the wrong ones.
    """
    values: dict[str, object] = {}
    for key, value in front.items():
        values |= _by_worth(value) or {key: value}
    fields = mapped(values, {})
    given = {field: values[name] for name, field in fields.items() if _is_offered(field)}
    options, answer = options_and_answer(given) if given else ((), "")
    if options and not any(option.correct for option in options):
        options = marked([option.text for option in options])
        answer = answer or "\n".join(option.text for option in options if option.correct)
    return options, answer


def _is_offered(field: str) -> bool:
    return field.partition(":")[0] in (*_OFFERED, "option")


def _by_worth(value: object) -> dict[str, object] | None:
    """The correct and the wrong answers of a mapping that names them so, else None."""
    if not isinstance(value, Mapping):
        return None
    names = {str(key).strip().casefold(): item for key, item in value.items()}
    right = [item for key, item in names.items() if key in _RIGHT]
    wrong = [item for key, item in names.items() if key in _WRONG]
    if not right or not wrong or len(right) + len(wrong) < len(names):
        return None
    return {"correct": _flat(right), "wrong answers": _flat(wrong)}


def _flat(values: list[object]) -> list[object]:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]

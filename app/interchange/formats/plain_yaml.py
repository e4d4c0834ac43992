"""YAML of strangers: no tag builds anything, no number is endless, nothing refers to itself."""

from collections.abc import Iterator
from typing import Any

import yaml

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LONGEST_NUMBER = 20
_DEEPEST = 100


class PlainLoader(_Safe):  # type: ignore[misc]  # whichever of the two there is
    """The safe loader. Numbers of many digits stay texts: in base sixty, or in base sixteen, a
    few lines are one that Python computes for minutes and cannot write down."""

    def construct_number(self, node: yaml.ScalarNode) -> object:
        """A whole number or fraction, or the text of one that is none to anybody."""
        text: str = self.construct_scalar(node)
        if len(text) > _LONGEST_NUMBER:
            return text
        whole = node.tag == "tag:yaml.org,2002:int"
        return self.construct_yaml_int(node) if whole else self.construct_yaml_float(node)


for _tag in ("int", "float"):
    PlainLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", PlainLoader.construct_number)


def load_yaml(text: str) -> object:
    """The value of a small document. Raises `yaml.YAMLError`, or `ValueError` where aliases make
    more of it than was written."""
    try:
        value: object = yaml.load(text, Loader=PlainLoader)  # noqa: S506  # a safe loader
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    left = len(text) + 1  # nothing is a value too
    for _ in _values(value, 0):
        left -= 1
        if left < 0:
            raise ValueError("the data refers to itself too often")
    return value


def _values(value: object, depth: int) -> Iterator[object]:
    if depth > _DEEPEST:
        raise ValueError("the data is nested too deeply or refers to itself")
    yield value
    if isinstance(value, dict | list | tuple | set):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _values(item, depth + 1)

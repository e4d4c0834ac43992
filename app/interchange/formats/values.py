"""Values of records as texts: scalars, lists and what lies between."""


def first_text(value: object) -> str | None:
    """A scalar as a text, or the first of a list; None for an empty one."""
    if value is None:  # most fields of most records
        return None
    if isinstance(value, list | tuple):
        value = next((item for item in value if item not in (None, "")), None)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip("\r\n").strip() or None
    return None


def joined_text(value: object) -> str:
    """A text, the texts of a list line by line, or those of a mapping paragraph by paragraph."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(texts_of(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        # a solution in several languages, an answer short and long
        told = [item for item in value.values() if not isinstance(item, int | float)]
        return "\n\n".join(filter(None, map(joined_text, told or value.values())))
    return str(value).strip("\n").rstrip() if isinstance(value, str | int | float) else ""


def texts_of(value: object) -> tuple[str, ...]:
    """The lines of a text, or the texts of a list; a number is one text."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part for part in value.split("\n") if part.strip())
    if isinstance(value, list | tuple):
        return tuple(
            text
            for item in value
            if (text := joined_text(item) if not isinstance(item, list | tuple) else "")
        )
    return (str(value),) if isinstance(value, int | float) and not isinstance(value, bool) else ()


def key_texts(value: object) -> list[str]:
    """What a key says: texts, or a number such as an index, 0 among them."""
    return [str(item) for item in texts_of(value)] or (
        [str(value)] if isinstance(value, int) else []
    )


def with_plain_ends(value: object) -> object:
    """A value whose texts end their lines in `\\n` only, however deep they lie in it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, list):
        return [with_plain_ends(item) for item in value]
    if isinstance(value, dict):
        return {key: with_plain_ends(item) for key, item in value.items()}
    return value

"""One QTI item: its text, its interaction and the response that is correct."""

import html
import re
from collections.abc import Iterator

from app.interchange.document import Finding, OptionDocument, QuestionDocument
from app.interchange.formats.markup import plain, readable, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.xml_tree import Element, inner_markup

_GENERIC = re.compile(r"(?:question|item|q|quiz|untitled)?[\s#._-]{0,3}\d{0,6}", re.IGNORECASE)
_READ = ("choiceinteraction", "textentryinteraction", "extendedtextinteraction")
_BLANK = "_____"
_OURS = re.compile(r"q-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def plain_name(element: Element) -> str:
    """An element's name in one spelling for all versions: `qti-item-body` is `itembody`."""
    return element.name.casefold().removeprefix("qti-").replace("-", "")


def read_item(root: Element, profile: Profile) -> tuple[QuestionDocument | None, list[Finding]]:
    """The document of an item, or None with the finding that says why there is none."""
    lines = root.line, max(root.last_line, root.line)
    body = _first(root, "itembody")
    if body is None:
        return None, [Finding("no-question", "the item has no body", *lines, "error")]
    interactions = [one for one in body.walk() if plain_name(one).endswith("interaction")]
    refused = sorted({one.name for one in interactions if plain_name(one) not in _READ})
    if refused:
        message = f"interactions of the type {', '.join(refused)} are not read"
        return None, [Finding("unsupported-type", message, *lines, "warning")]
    choices = [one for one in interactions if plain_name(one) == "choiceinteraction"]
    if len(choices) > 1:
        message = f"{len(choices)} lists of choices in one item; one question has one list"
        return None, [Finding("unsupported-type", message, *lines, "warning")]
    name = root.attributes.get("title", "")
    if _GENERIC.fullmatch(name) or name == root.attributes.get("identifier"):
        name = ""
    title, text = title_and_body(html.escape(name), _stem(body), is_html=True)
    if not title:
        return None, [Finding("no-question", "the item has no text", *lines, "warning")]
    findings: list[Finding] = []
    options: tuple[OptionDocument, ...] = ()
    correct = _correct(root)
    if choices:
        options = _options(choices[0], correct)
        answer = "\n".join(option.text for option in options if option.correct)
        if len(interactions) > 1:
            beside = [values for name, values in correct.items() if name != _response(choices[0])]
            answer = "\n".join(filter(None, (answer, *(text for one in beside for text in one))))
            message = "the item asks for several responses; those beside the choice are its answer"
            findings.append(Finding("several-responses", message, *lines, "warning"))
        if not answer:
            message = "the item does not say which choice is correct"
            findings.append(Finding("no-correct-option", message, *lines, "warning"))
    else:
        answer = "\n".join(dict.fromkeys(value for values in correct.values() for value in values))
    unread = sorted({one.name for one in body.walk() if _is_unread(one)})
    if unread:
        message = f"what stands in {', '.join(unread)} is not imported"
        findings.append(Finding("not-a-question", message, *lines, "warning"))
    feedback = "\n\n".join(readable(inner_markup(one).strip()) for one in _told(root))
    document = QuestionDocument(
        title=title,
        line_start=lines[0],
        line_end=lines[1],
        body=text,
        answer="\n\n".join(filter(None, (answer, feedback))),
        options=options,
        external_id=_own_id(root),
        kind="choice" if options else None,
    )
    return profile.completed(document), findings


def _told(root: Element) -> Iterator[Element]:
    """What an item tells those who score it, and candidates afterwards."""
    for one in root.walk():
        if _is_for_scorers(one):
            yield next((part for part in one.children() if plain_name(part) == "contentbody"), one)
        elif plain_name(one) in ("itembody", "simplechoice"):
            yield from filter(_is_feedback, one.children())
    for one in root.children():
        if plain_name(one) == "modalfeedback":
            yield one


def _is_for_scorers(one: Element) -> bool:
    return plain_name(one) == "rubricblock" and "scorer" in one.attributes.get("view", "").split()


def _is_feedback(one: Element) -> bool:
    return plain_name(one) in ("feedbackinline", "feedbackblock")


def _is_unread(one: Element) -> bool:
    """Whether an element of the body holds a text that is neither asked nor told."""
    is_aside = plain_name(one) in ("rubricblock", "templateblock", "templateinline")
    return is_aside and not _is_for_scorers(one) and bool(one.text.strip())


def _own_id(root: Element) -> str | None:
    """The identifier; in one of our exports the question's id behind the letter that XML needs."""
    identifier = root.attributes.get("identifier") or None
    return identifier[2:] if identifier and _OURS.fullmatch(identifier) else identifier


def _first(element: Element, name: str) -> Element | None:
    return next((one for one in element.walk() if plain_name(one) == name), None)


def _stem(body: Element) -> str:
    """The text of an item without its choices; a text entry leaves a blank."""
    said: list[str] = []
    for part in body.parts:
        if isinstance(part, str):
            said.append(part)
            continue
        name = plain_name(part)
        if name == "textentryinteraction":
            said.append(_BLANK)
        elif name == "prompt":
            said.append(f"<p>{_stem(part)}</p>" if any(part.children()) else f"{_stem(part)}\n")
        elif name in ("choiceinteraction", "extendedtextinteraction"):
            prompts = [one for one in part.children() if plain_name(one) == "prompt"]
            said += [_stem(prompt) for prompt in prompts]
        elif name in ("rubricblock", "templateblock", "feedbackblock", "stylesheet"):
            continue
        elif any(plain_name(one).endswith("interaction") for one in part.walk()):
            said.append(_stem(part))
        elif name in ("div", "p", "span") and not any(part.children()):
            said.append(f"{part.text}\n")
        else:
            said.append(inner_markup(_holding(part)))
    return re.sub(r"(?<![ \t])[ \t]*+\n\s*", "\n", "".join(said)).strip()


def _holding(part: Element) -> Element:
    return Element("", {}, part.line, part.last_line, [part])


def _response(interaction: Element) -> str:
    """The identifier of the response that an interaction asks for."""
    said = interaction.attributes
    return said.get("responseIdentifier") or said.get("response-identifier", "")


def _options(choices: Element, correct: dict[str, list[str]]) -> tuple[OptionDocument, ...]:
    right = set(correct.get(_response(choices), ()))
    options: list[OptionDocument] = []
    for choice in choices.walk():
        if plain_name(choice) == "simplechoice":
            shown = [
                part for part in choice.parts if isinstance(part, str) or not _is_feedback(part)
            ]
            text = readable(inner_markup(Element("", {}, 1, 1, shown)).strip())
            flat = " ".join(text.split()) if "<" not in text else text
            options.append(OptionDocument(flat, choice.attributes.get("identifier") in right))
    return tuple(options)


def _correct(root: Element) -> dict[str, list[str]]:
    """The correct values of each response, by its identifier; else those mapped above nothing."""
    found: dict[str, list[str]] = {}
    for declared in root.walk():
        if plain_name(declared) != "responsedeclaration":
            continue
        values: list[str] = []
        for one in declared.walk():
            if plain_name(one) == "correctresponse":
                values += [plain(value.text) for value in one.children()]
        if not values:
            values = [
                one.attributes.get("mapKey") or one.attributes.get("map-key", "")
                for one in declared.walk()
                if plain_name(one) == "mapentry" and _points(one) > 0
            ]
        found[declared.attributes.get("identifier", "")] = [value for value in values if value]
    return found


def _points(entry: Element) -> float:
    text = entry.attributes.get("mappedValue") or entry.attributes.get("mapped-value", "0")
    try:
        return float(text)
    except ValueError:
        return 0.0

"""One QTI item: its text, its interaction and the response that is correct."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.interchange.document import Finding, OptionDocument, QuestionDocument
from app.interchange.formats.markup import plain, readable, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.xml_tree import Element, inner_markup

_GENERIC = re.compile(r"(?:question|item|q|quiz|untitled)?[\s#._-]{0,3}\d{0,6}", re.IGNORECASE)
_CODE = re.compile(r"[\w.-]{1,60}")
_READ = ("choiceinteraction", "textentryinteraction", "extendedtextinteraction")
_BLANK = "_____"
_OURS = re.compile(r"q-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def plain_name(element: Element) -> str:
    """An element's name in one spelling for all versions: `qti-item-body` is `itembody`."""
    return element.name.casefold().removeprefix("qti-").replace("-", "")


def read_item(root: Element, profile: Profile) -> tuple[list[QuestionDocument], list[Finding]]:
    """The question of an item, or of each of its lists of choices that has a prompt of its own;
    none with the finding that says why."""
    lines = root.line, max(root.last_line, root.line)
    body = _first(root, "itembody")
    if body is None:
        return [], [Finding("no-question", "the item has no body", *lines, "error")]
    interactions = [one for one in body.walk() if plain_name(one).endswith("interaction")]
    refused = sorted({one.name for one in interactions if plain_name(one) not in _READ})
    if refused:
        message = f"interactions of the type {', '.join(refused)} are not read"
        return [], [Finding("unsupported-type", message, *lines, "warning")]
    choices = [one for one in interactions if plain_name(one) == "choiceinteraction"]
    if len(choices) < 2:
        made = _document(root, body, interactions, profile)
    elif all(_prompt(one) for one in choices):
        made = _parts(root, body, choices, profile)
    else:
        message = f"{len(choices)} lists of choices in one item, not all with a prompt of their own"
        return [], [Finding("unsupported-type", message, *lines, "warning")]
    findings = made[1]
    if made[0] and (unread := sorted({one.name for one in body.walk() if _is_unread(one)})):
        message = f"what stands in {', '.join(unread)} is not imported"
        findings.append(Finding("not-a-question", message, *lines, "warning"))
    if made[0] and choices and len(interactions) > len(choices):
        message = "the item asks for several responses; those beside the choice are its answer"
        findings.append(Finding("several-responses", message, *lines, "warning"))
    return made


def _document(
    root: Element, body: Element, interactions: list[Element], profile: Profile
) -> tuple[list[QuestionDocument], list[Finding]]:
    """The question of an item that asks for one choice at most."""
    lines = root.line, max(root.last_line, root.line)
    title, text = title_and_body(html.escape(_name(root)), _stem(body), is_html=True)
    if not title:
        return [], [Finding("no-question", "the item has no text", *lines, "warning")]
    findings: list[Finding] = []
    correct = _correct(root)
    choice = next((one for one in interactions if plain_name(one) == "choiceinteraction"), None)
    options = _options(choice, correct) if choice else ()
    right = [option.text for option in options if option.correct]
    if choice:
        beside = [values for name, values in correct.items() if name != _response(choice)]
        right += [value for values in beside for value in values] if len(interactions) > 1 else []
        if not right:
            message = "the item does not say which choice is correct"
            findings.append(Finding("no-correct-option", message, *lines, "warning"))
    else:
        right = [*dict.fromkeys(value for values in correct.values() for value in values)]
        right += _half_right(root, right)
    feedback = "\n\n".join(_told(root))
    document = QuestionDocument(
        title=title,
        line_start=lines[0],
        line_end=lines[1],
        body=text,
        answer="\n\n".join(filter(None, ("\n".join(right), feedback))),
        options=options,
        external_id=_own_id(root),
        kind="choice" if options else None,
    )
    return [profile.completed(document)], findings


def _parts(
    root: Element, body: Element, choices: list[Element], profile: Profile
) -> tuple[list[QuestionDocument], list[Finding]]:
    """A question for each list of choices: its prompt, below what is said before all of them."""
    correct = _correct(root)
    shared = _stem(_without(body, "choiceinteraction"))
    feedback = "\n\n".join(_told(root))
    documents: list[QuestionDocument] = []
    findings: list[Finding] = []
    for choice in choices:
        title, text = title_and_body("", _prompt(choice), is_html=True)
        options = _options(choice, correct)
        right = "\n".join(option.text for option in options if option.correct)
        if not right:
            message = f"the item does not say which choice is correct: {title}"
            lines = choice.line, max(choice.last_line, choice.line)
            findings.append(Finding("no-correct-option", message, *lines, "warning"))
        document = QuestionDocument(
            title=title,
            line_start=choice.line,
            line_end=max(choice.last_line, choice.line),
            body="\n\n".join(filter(None, (readable(shared), text))),
            answer="\n\n".join(filter(None, (right, feedback))),
            options=options,
            external_id=f"{_own_id(root)}:{_response(choice)}" if _own_id(root) else None,
            kind="choice",
        )
        documents.append(profile.completed(document))
    return documents, findings


def _name(root: Element) -> str:
    """The title of an item, unless it is only its number or another name of its identifier."""
    name = root.attributes.get("title", "").strip()
    known = (root.attributes.get("identifier", ""), root.attributes.get("label", ""))
    is_code = _CODE.fullmatch(name) is not None and any(name in one for one in known)
    return "" if _GENERIC.fullmatch(name) or name in known or is_code else name


def _prompt(choice: Element) -> str:
    """What stands above a list of choices and belongs to it."""
    prompts = [one for one in choice.children() if plain_name(one) == "prompt"]
    return "".join(map(_stem, prompts)).strip()


def _without(element: Element, name: str) -> Element:
    """The same without the elements in it whose names contain this one."""
    parts = [
        part if isinstance(part, str) else _without(part, name)
        for part in element.parts
        if isinstance(part, str) or name not in plain_name(part)
    ]
    return replace(element, parts=parts)


def _told(root: Element) -> Iterator[str]:
    """What an item tells those who score it, and candidates afterwards: of choices, and of all."""
    shown: list[Element] = []
    for one in root.walk():
        name = plain_name(one)
        if name == "rubricblock" and not _is_shown(one) and "scorer" in _views(one):
            shown.append(one)
        elif name == "simplechoice":
            said = _markup(_without(one, "feedback"))
            yield from (f"{said}: {_markup(part)}" for part in one.children() if _is_feedback(part))
        elif name == "modalfeedback" or (_is_feedback(one) and not _holds_interaction(one)):
            shown.append(one)
    in_choices = {
        id(part) for one in root.walk() if plain_name(one) == "simplechoice" for part in one.walk()
    }
    for one in shown:
        if id(one) not in in_choices and (text := _markup(one)):
            yield text


def _is_feedback(element: Element) -> bool:
    return plain_name(element) in ("feedbackinline", "feedbackblock")


def _holds_interaction(element: Element) -> bool:
    return any(plain_name(one).endswith("interaction") for one in element.walk())


def _views(rubric: Element) -> list[str]:
    return rubric.attributes.get("view", "").split()


def _is_unread(one: Element) -> bool:
    """Whether an element of the body holds a text that is neither asked nor told."""
    name = plain_name(one)
    told = name == "rubricblock" and (_is_shown(one) or "scorer" in _views(one))
    return (
        name in ("rubricblock", "templateblock", "templateinline")
        and not told
        and bool(one.text.strip())
    )


def _is_shown(rubric: Element) -> bool:
    """Whether candidates see a rubric with the question: a passage, or what to do."""
    return "candidate" in _views(rubric) and rubric.attributes.get("use") != "scoring"


def _markup(element: Element) -> str:
    """What an element contains, without the box that QTI 3 puts around it."""
    box = next((one for one in element.children() if plain_name(one) == "contentbody"), element)
    return readable(inner_markup(box).strip())


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
        elif name == "contentbody" or (name == "rubricblock" and _is_shown(part)):
            said.append(f"{_stem(part)}\n")
        elif name in ("rubricblock", "templateblock", "stylesheet") or (
            _is_feedback(part) and not _holds_interaction(part)
        ):
            continue
        elif _holds_interaction(part):
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


def _options(choices: Element, correct: Mapping[str, list[str]]) -> tuple[OptionDocument, ...]:
    right = set(correct.get(_response(choices), ()))
    options: list[OptionDocument] = []
    for choice in choices.walk():
        if plain_name(choice) == "simplechoice":
            text = _markup(_without(choice, "feedback"))
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


def _half_right(root: Element, right: Sequence[str]) -> Iterator[str]:
    """What is accepted besides, for as many points or fewer, and differs in more than its case."""
    known = {value.casefold() for value in right}
    for entry in root.walk():
        value = entry.attributes.get("mapKey") or entry.attributes.get("map-key", "")
        if plain_name(entry) == "mapentry" and _points(entry) > 0 and value.casefold() not in known:
            yield f"(also: {value})"


def _points(entry: Element) -> float:
    text = entry.attributes.get("mappedValue") or entry.attributes.get("mapped-value", "0")
    try:
        return float(text)
    except ValueError:
        return 0.0

"""How titles are cut: tokens, clauses, and the ways in which a question is put."""

import re

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
# Most tokens are plain words, which need not be tried as all that may begin like them.
TOKEN = re.compile(
    r"(?P<plain>[A-Za-z]+(?=[ ,?]|$))"
    r"|(?P<ticked>`[^`]+`)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,80}>)"
    r"|(?P<call>[A-Za-z_$][\w.$]*\((?!e?s\))[^()]{0,40}\)(?:\([^()]{0,40}\))*)"
    r"|(?P<flag>(?<![\w-])--?[A-Za-z][\w-]*)"
    r"|(?P<dotted>(?<!\w)\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w+)+|(?<![\w.])\.[A-Za-z]\w+)"
    r"|(?P<hex>0x[0-9A-Fa-f]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?:st|nd|rd|th)?(?![\w])"
    rf"|(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<word>(?:(?![{_UNSPACED}])\w)+(?:['’](?:(?![{_UNSPACED}])\w)+)*(?:\+\+|\#(?!\w))?)"
    r"|(?P<operator>[*^+=<>|&!%~]+|\#(?=\w)|(?<=\d)\s*[/-]\s*(?=\d))"
)
IDENTIFIER = re.compile(r"[a-z]+[A-Z]\w*|\w*_\w*|\w*\d\w*|\w*[A-Z]{2,}\w*|\w+(?:\+\+|#)")
# `Express.js` is `Express`.
LIBRARY = re.compile(r"([A-Za-z]{3,})\.[jJ][sS]")
HEAD_END = re.compile(
    r"[?;](?:\s|$)|(?<=\w)!(?:\s|$)|\.\s+(?=[A-Z])|,?\s+(?:and|or)\s+(?=(?:how|why|what|where|when|can|give|which)\b)"
    r"|,\s+(?=(?:how|why|where|when|can you|give)\b)",
    re.I,
)
OPENING = re.compile(
    r"^(?:(?:please|so|briefly)\s+|(?:can|could|would) you (?:please )?(?=explain|describe|tell|give"
    r"|define|show|name|list|discuss)|(?:explain|describe|discuss|tell me|do your best to)\s+"
    r"(?=how|why|when|where|what|which)|what do you (?:know|understand) about\s+)+"
)
ROUNDABOUT = re.compile(
    r"^what (?:is|are) (?:the |some |a |an )?(?:possible |different |best |various )?"
    r"(?:ways?|methods?|techniques?|approach(?:es)?) (?:to|of|for)\b"
    r"|^(?:tell me about|describe|give (?:me )?an example of|share) (?:a|an|any|the) "
    r"(?:time|situation|occasion)s? (?:in which|where|when)?\b"
    r"|^(?:write|implement) an? (?:\w+ )?(?:function|program|method|script|query) (?:that|to|which)\b",
    re.I,
)
KIND = re.compile(
    r"\b(?P<quantity>how (?:many|much|often|long|big|large|far|old|fast))\b"
    r"|\b(?P<how>how|ways? (?:to|of))\b|\b(?P<why>why)\b|\b(?P<when>when)\b(?!.*\bwhat\b)"
    r"|\b(?P<where>where)\b|\b(?P<who>who|whose|whom)\b"
    r"|(?P<closed>^(?:is|are|was|were|do|does|did|can|could|should|has|have|will|would)\b)"
    r"|\b(?P<open>explain|describe|discuss)\b|\b(?P<what>what|which|define|name|list)\b"
)
POINTING = re.compile(
    r"\b(?:which (?:one |\w+ )?of (?:these|the following|the)|these|the following|below|listed|this code"
    r"|statement|odd one|output|logged?|printed|returned?|its value|value of)\b"
)

"""The words by which questions are compared: what is only phrasing, what means the same, what
turns a question into another."""

import re
import unicodedata
from functools import lru_cache

from app.core.number_words import NUMBER_WORDS
from app.core.stemming import english_stem

_STEM_CACHE = 20_000
_LONGEST_STEMMED = 40


@lru_cache(maxsize=_STEM_CACHE)
def stem(folded: str) -> str:
    """The English Snowball stem of a case-folded word; what is no plain word comes back as is."""
    if not folded.isascii() or not folded.isalpha() or len(folded) > _LONGEST_STEMMED:
        return folded
    return english_stem(folded)


def folded(text: str) -> str:
    """Text with compatibility forms and case folded and typographic apostrophes made plain."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = _listed("no not never none neither nor cannot without except nothing non")
RHETORICAL = re.compile(r"\b(?:why not|or not|if not|not only|whether or not)\b")
"""Phrases whose "not" denies nothing of what is asked."""

FILLERS = _listed(
    """
    a an the this that these those it its they them their there here you your yours we us our i me
    my he she his her one ones is are was were be been being am do does did doing done have has had
    having can could will would shall should may might must let lets get gets got what what's
    whats who whom whose which where when why how and or but if then so than as at by for from in
    into of off on onto out over to up upon with within about across between through during per
    via such some any all each every both many much more most few other another same own very
    also using else just only approximate approximately roughly really actually basically briefly exactly usually typically often please let's
    it's that's there's following below above explain describe define discuss tell give show
    mean meaning means definition term terms concept concepts understand understanding know detail
    details words own short various different called refer refers regards regarding terms example's
    like able best do's et etc eg ie able talk walk elaborate
    """
) - _listed("best")
"""Words of phrasing: a question is the same question without them."""

DIRECTIONS = _listed("over than to into from before after instead without mean means imply implies")
ONE_WAY = _listed("over than into mean means imply implies")
"""Words on whose two sides the same things may not be swapped; over those of `ONE_WAY` nothing
may move at all."""

TOPICS = _listed(
    """
    python java javascript typescript react reactjs angular vue node nodejs css css3 html html5 sql
    c c++ c# php ruby rust go golang kotlin swift scala spark pyspark linux unix bash shell docker
    kubernetes git aws azure android ios web programming software computing databases oop
    """
)
"""Fields a question may or may not name: "in React" adds little where only one names it."""

_ASPECTS = {
    "use": "use uses used usage useful utility purpose purposes application applications "
    "role need needed",
    "event": "happen happens happening",
    "example": "example examples instance instances",
    "working": "work works working",
    "advantage": "advantage advantages pro pros benefit benefits strength strengths upside upsides "
    "merit merits",
    "disadvantage": "disadvantage disadvantages con cons drawback drawbacks downside downsides "
    "limitation limitations weakness weaknesses shortcoming shortcomings",
    "difference": "difference differences differ differs distinguish compare compared comparison "
    "contrast vs versus differentiate",
    "name": "stand stands abbreviation acronym",
    "kinds": "type types kind kinds sort-of category categories",
    "reason": "reason reasons motivation",
}
ASPECTS = {word: aspect for aspect, words in _ASPECTS.items() for word in words.split()}
"""Word to the side of its subject that it asks for; without one a question asks what it is."""

_SYNONYMS = """
    create build make implement construct write code
    remove delete erase drop
    fetch retrieve obtain
    test check verify determine
    change modify update alter
    pass send
    type enter
    insert add
    fast quick rapid
    runtime running-time
    parameter param argument arg params args
    error exception
    purpose goal
    repository repo
    directory folder
    developer programmer
    configure setup
    environment env
    image picture
    select choose pick
    begin start
    end finish
    stop terminate
    big large
    tiny small
    prevent avoid
    handle deal
    problem issue
    display print
    technique approach way
    ensure guarantee
    solve resolve
    important essential
    main primary
    website site webpage
    reverse invert
    duplicate repeated
    convert transform
    deploy rollout
    optimize optimise improve tune enhance
    undo revert
    javascript js
    typescript ts
    kubernetes k8s
    database db
    postgres postgresql
    react reactjs
    node nodejs
    golang go
    regex regexp
    asynchronous async
    synchronous sync
    authentication authn
    authorization authz
    application app
    maximum max
    minimum min
"""
SYNONYMS = {
    stem(word): stem(group.split()[0])
    for group in _SYNONYMS.strip().splitlines()
    for word in group.split()
}
"""Stem to the stem that stands for all of its meaning."""

_OPPOSITES = """
    before after|pre post|min max|minimum maximum|minimal maximal|first last|left right|top bottom
    up down|upper lower|in out|on off|open close|open closed|true false|correct incorrect
    correct wrong|right wrong|true untrue|advantage disadvantage|pro con|more less|most least
    most fewest|many few|larger smaller|largest smallest|biggest smallest|bigger smaller|greater less
    greater smaller|higher lower|highest lowest|high low|long short|longest shortest|longer shorter
    fast slow|faster slower|fastest slowest|best worst|best average|worst average|better worse
    good bad|old new|oldest newest|older newer|earliest latest|early late|start stop|start end
    begin end|head tail|front back|front rear|forward backward|ascending descending|asc desc
    increase decrease|increment decrement|grow shrink|add remove|insert delete|insert remove
    add delete|push pop|push pull|read write|get set|get post|put post|load store|save load
    enable disable|allow deny|allow forbid|accept reject|attach detach|bind unbind|import export
    encode decode|encrypt decrypt|compress decompress|serialize deserialize|mount unmount
    connect disconnect|lock unlock|install uninstall|upgrade downgrade|commit rollback
    stack queue|row column|rows columns|client server|parent child|ancestor descendant
    source destination|source target|sender receiver|producer consumer|publisher subscriber
    public private|static dynamic|internal external|inner outer|inbound outbound|ingress egress
    horizontal vertical|shallow deep|local global|local remote|sync async|synchronous asynchronous
    mutable immutable|signed unsigned|positive negative|even odd|single multiple|singly doubly
    sorted unsorted|ordered unordered|preorder postorder|preorder inorder|inorder postorder
    strong weak|strict loose|stateful stateless|implicit explicit|recursive iterative
    serial parallel|sequential parallel|sequential random|hard soft|hot cold|black white
    optimistic pessimistic|lazy eager|bits bytes|bit byte|day night|male female|man woman
    men women|boy girl|king queen|north south|east west|with without|include exclude
    inclusive exclusive|always never|success failure|precision recall|bias variance
    training validation|supervised unsupervised|symmetric asymmetric|blocking nonblocking
    balanced unbalanced|directed undirected|weighted unweighted|relational nonrelational
    expected unexpected|same different|win lose|buy sell|birth death|born died|won lost
    union intersection|sum product|sum difference|multiply divide|add subtract
    numerator denominator|mean median|mean mode|time space|host network|physical virtual
    logical physical|primary secondary|primary foreign|master slave|leader follower|spot reserved
    unicast multicast|unicast broadcast|multicast broadcast|hit miss|through back|user kernel
    frontend backend|compile runtime|abstract concrete|constructor destructor|overload override
    overloading overriding|authentication authorization|concurrency parallelism
"""
OPPOSITES = frozenset(
    frozenset(stem(word) for word in pair.split())
    for line in _OPPOSITES.strip().splitlines()
    for pair in line.split("|")
)
"""Pairs of stems of which one in each of two questions makes them two questions."""

_OPPOSING_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "de", "a", "anti", "mis", "an")
_SHORTEST_BASE = 5


@lru_cache(maxsize=_STEM_CACHE)
def opposite(first: str, second: str) -> bool:
    """Whether two case-folded words say the contrary: listed, or one is the other denied."""
    if frozenset((stem(first), stem(second))) in OPPOSITES:
        return True
    short, long = sorted((first, second), key=lambda word: (len(word), word))
    return len(short) >= _SHORTEST_BASE and any(
        long == prefix + short for prefix in _OPPOSING_PREFIXES
    )


KINDS_OF_CODE = frozenset(
    stem(word)
    for word in _listed(
        "operator operators method methods function functions attribute attributes prop props tag "
        "tags keyword keywords element property hook command statement register flag option"
    )
)
"""Words that beside an identifier only say what sort of thing it is: "the `map` method"."""

NAMES_LIKE_FILLERS = _listed("get it as us do can who")
"""Acronyms and methods that in capitals are no phrasing: "GET", "IT"."""

PREPOSITIONS = _listed("in with for using on about regarding under to within")

SPELT_NUMBERS = NUMBER_WORDS | {
    word: str(number)
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        start=1,
    )
}

GENERIC = frozenset(
    stem(word)
    for word in [
        "output",
        "outputs",
        "logged",
        "log",
        "logs",
        "printed",
        "print",
        "prints",
        "console",
        "returned",
        "return",
        "returns",
        "value",
        "values",
        "evaluate",
        "evaluates",
        "result",
        "code",
        "snippet",
        "function",
        "statement",
        "statements",
        "correct",
        "incorrect",
        "true",
        "false",
        "right",
        "wrong",
        "odd",
        "question",
        "answer",
        "option",
        "options",
        "choose",
        "select",
        "pick",
        "valid",
        "invalid",
        "work",
        "program",
        "line",
        "lines",
        "error",
    ]
)
"""Stems that say nothing of a subject when a title has nothing else: "What is the output?"."""

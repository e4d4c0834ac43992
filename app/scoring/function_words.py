"""The closed-class words of English: they carry grammar, not the subject of an answer."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = frozenset(("a", "an", "the"))

NEGATIONS = frozenset(
    ("no", "not", "never", "none", "neither", "nor", "cannot", "without", "nothing", "nobody")
)

# Words that turn a statement into its opposite; "none" and "nothing" stand for things.
DENIALS = frozenset(("no", "not", "never", "neither", "nor", "cannot", "without", "hardly"))

PREPOSITIONS = _listed(
    """
    about above across after against along among around as at before behind below beneath beside
    besides between beyond by despite down during except for from in inside into like near of off
    on onto out outside over past per since through throughout till to toward towards under until
    up upon via with within
    """
)

PRONOUNS = _listed(
    """
    all another any anybody anyone anything both each either everybody everyone everything few he
    her hers herself him himself his i it its itself many me mine most much my myself one ones
    other others our ours ourselves she some somebody someone something such that their theirs
    them themselves these they this those us we what whatever which whichever who whoever whom
    whose you your yours yourself yourselves
    """
)

CONJUNCTIONS = _listed(
    """
    although and because but hence however if once or otherwise so than then therefore though thus
    unless when whenever where whereas wherever whether while why yet how
    """
)

AUXILIARIES = _listed(
    """
    am are be been being can could did do does doing done had has have having is may might must
    shall should was were will would ought let lets get gets got
    """
)

ADVERBS = _listed(
    """
    again almost already also always else etc even ever every here just maybe more often only
    perhaps quite rather really same several simply sometimes soon still there too usually very
    well e.g i.e eg ie vs
    """
)

# Frequent words of German, French, Spanish, Italian, Portuguese, Dutch, Polish and Turkish that
# English texts do not use; words that both have ("die", "in", "no") are left out.
FOREIGN_WORDS = _listed(
    """
    der das und ist ein eine einen nicht mit für von zu auf sich dem den des wird werden auch
    le la les une est et dans pour que qui pas sur avec sont aux ces cette plus du il
    el los las una por con para del como y se es pero su lo al
    di che è per della dei nel sono gli alla
    o um uma não em os mais ao seu dos da
    het een van en niet voor op te dat zijn aan wordt
    nie jest się na że do są przez bir ve için ile bu olarak
    """
) - {"per", "plus", "do", "as", "me"}

FUNCTION_WORDS = (
    ARTICLES
    | NEGATIONS
    | PREPOSITIONS
    | PRONOUNS
    | CONJUNCTIONS
    | AUXILIARIES
    | ADVERBS
    | frozenset(("s", "t", "d", "ll", "re", "ve", "m"))
)


def is_function_word(word: str) -> bool:
    """Whether a case-folded word is closed-class; contracted auxiliaries ("don't") are."""
    return word in FUNCTION_WORDS or word.endswith(("n't", "'re", "'ve", "'ll", "'m"))

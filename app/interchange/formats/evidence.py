"""Evidence: how much a line of text looks like something one person asks another."""

import re

from app.interchange.formats.titles import Title

_MARKS = ("?", "？", "؟", "⁇", ";?")
# First words that ask on their own, in the languages of the banks met so far.
_ASKING = frozenset((
    "what", "what's", "whats", "what’s", "why", "how", "how's", "when", "where", "which", "who",
    "who's", "whose", "whom", "is", "are", "can", "could", "do", "does", "did", "should", "would",
    "will", "have", "has", "explain", "describe", "discuss", "define", "differentiate", "compare",
    "contrast", "difference", "differences", "distinguish", "tell", "suppose", "imagine",
    "elaborate", "outline", "state", "talk", "name", "give", "walk", "mention", "justify", "sketch",
    "qué", "cómo", "cuál", "cuándo", "explica", "explique", "describe", "qual", "como",
    "quais", "was", "wie", "warum", "welche", "welcher", "welches", "wann", "erkläre", "erklären",
    "beschreibe", "beschreiben", "nenne", "worin", "qu'est-ce", "quelle", "quel", "quels",
    "quelles", "comment", "pourquoi", "expliquez", "décrivez", "cosa", "come", "perché", "что",
    "как", "почему", "зачем", "какие", "какой", "какая", "чем", "объясните", "опишите", "co",
    "jak", "dlaczego", "nedir", "neden", "nasıl", "cuáles", "cuál", "cuántos", "dónde", "quién",
    "diferencia", "diferencias", "mencione", "menciona", "describa", "defina", "quando", "onde",
    "descreva", "diferença", "cite", "quand", "définissez", "citez", "différence", "décrire",
    "expliquer", "unterschied", "nennen", "vergleiche", "vergleichen", "definiere", "когда", "где",
    "ما", "ماذا", "ماهو", "ماهي", "كيف", "لماذا", "هل", "متى", "أين", "اشرح", "عرف", "صف", "اذكر",
    "قارن", "وضح", "تكلم",
    "apa", "apakah", "bagaimana", "mengapa", "kapan", "jelaskan", "sebutkan", "bandingkan",
    "кто", "сколько", "що", "як", "навіщо", "який", "яка", "яке", "які", "поясніть",
    "какое", "какую", "каким", "каких", "поясните", "реализуйте", "расскажите", "перечислите", "приведите", "назовите", "сравните", "разница",
))  # fmt: skip
# First words that ask, and that begin a sentence like any other: "When it rains, it pours."
_JOINING = frozenset((
    "when", "where", "which", "who", "whose", "whom", "is", "are", "can", "could", "do", "does",
    "did", "should", "would", "will", "have", "has",
    "come", "comment", "como", "was", "co", "jak",
))  # fmt: skip
# First words that ask, and in another language name: "Comment System", "Come Together"
_NAMES_TOO = frozenset(("comment", "come", "co", "cite"))
# First words that ask in the last sentence of a scene: "A server is slow. Explain what you do."
_DEMANDING = frozenset((
    "explain", "describe", "discuss", "compare", "differentiate", "distinguish", "elaborate",
    "justify", "outline", "prepare", "propose", "suggest", "walk", "design", "sketch", "diagnose",
    "derive", "explica", "explique", "describa", "descreva", "erkläre", "beschreibe",
    "expliquez", "décrivez", "объясните", "опишите",
))  # fmt: skip
# First words that ask in a question bank and instruct in a manual.
_TELLING = frozenset((
    "write", "implement", "design", "create", "build", "find", "list", "use", "given", "if",
    "in", "you", "your", "show", "provide", "identify", "calculate", "determine", "choose",
    "select", "true", "complete", "convert", "consider", "recommend", "let's", "there", "say",
    "prove", "predict", "print", "please", "draw", "reverse", "solve", "estimate", "prepare",
    "propose", "suggest", "present",
    "schreibe", "schreiben", "erstelle", "erstellen", "implementiere", "implementieren", "zeige",
    "escribe", "escriba", "implementa", "crea", "cree", "escreva", "crie", "écrivez", "créez",
    "implémentez", "напишите", "реализуйте", "создайте", "напиши", "реализуй", "покажите",
))  # fmt: skip
# First words that tell somebody to do something, here and in a manual alike.
_ORDERS = frozenset((
    "return", "count", "compute", "remove", "check", "swap", "sort", "merge", "rotate", "parse",
    "generate", "make", "develop", "refactor", "fix", "debug", "correct", "modify", "add", "get",
    "rewrite", "simulate", "read", "group", "rank", "flatten", "validate", "replace", "query",
    "retrieve", "fetch", "filter", "display", "insert", "update", "delete", "extract", "rename",
    "split", "view", "change", "demonstrate", "convert", "verify", "deploy", "configure", "scale",
))  # fmt: skip
# First words that ask, in Chinese, which puts no spaces between words.
_ASKING_CHINESE = (
    "介绍", "说说", "说一", "说明", "谈谈", "谈一", "讲讲", "讲一", "简述", "描述", "解释", "列举",
    "写出", "手写", "实现", "请", "完成", "编写", "评价", "补充代码", "举例", "列出", "画出", "给定",
    "下面", "以下", "现有", "对比", "比较", "阐述", "概述", "简单介绍", "聊聊",
)  # fmt: skip
# "When you have many keys" tells what "When do you have many keys" asks.
_SUBJECTS = frozenset((
    "i", "you", "we", "they", "he", "she", "it", "there", "multiple", "several", "some", "many",
))  # fmt: skip
_DIVIDING = (":", "：")
_NAMING = frozenset(("name", "state", "outline", "list", "use", "show", "find", "in", "if", "is"))
_NO_QUESTION = re.compile(r"(?:have|has|do|is|are|will|can) (?:a|an|the|fun|not)\b", re.IGNORECASE)
_CALLED_SO = re.compile(r"name (?:the|it|this) [^`\n]{0,30}`", re.IGNORECASE)  # "Name it `a`"
# What says that a task follows, in the midst of a text
_SETTING = re.compile(
    r"\byour (?:task|job|goal)\b|\bfor this (?:challenge|exercise|task|problem|kata)\b"
    r"|\byou(?: will|'ll)? (?:need|have|are (?:asked|given|required)) to\b|\byou are given\b"
    r"|实现|编写|给定|してください|하세요|구현|реализу|напишите|implemente?\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s{1,9}")
_FAR_ENOUGH = 600  # characters
_WITHIN = re.compile(
    r"^o que\b|(?<!\[)\b(?:vs\.?(?! ?code\b)|versus|difference between|what is|what are|how (?:do|does|to|would)|how you would|walk (?:me|us) through|pros and cons)\b"
    r"|なぜ|ですか|何|とは|ください|ましょう|무엇|어떻게|차이|하시오|세요|hãy|là gì|khác nhau",
    re.IGNORECASE,
)
# what a link in a text is called ("see [How to contribute](a.md)")
_LINKS = re.compile(r"\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)")
_WITHIN_CHINESE = re.compile(
    r"什么|如何|为什么|怎么|怎样|区别|哪些|哪几|几种|吗|是否"
    r"|的(?:关系|作用|含义|原理|差异|异同|优缺点|过程|步骤|理解)$"
)
_ANNOUNCING = re.compile(
    r"question|quiz|interview|exercise|problem|challenge|pregunta|entrevista|pergunta|вопрос|面试|题"
    r"|\btasks?\b|\bq ?(?:&|and) ?a\b|hands.on|zadani|aufgabe|tarea|задач",
    re.IGNORECASE,
)
_CALLING = re.compile(
    r"\b(?:questions|tasks|exercises|challenges|preguntas|perguntas|fragen)\W*$|вопросы\W*$|题\W*$",
    re.IGNORECASE,
)
# "Для чего это?", "Можно ли?": Russian and Ukrainian begin with a preposition, or ask by a particle
_SLAVIC = re.compile(
    r"(?:[вусокй]|во|на|для|из|з|із|со|об|от|від|по|при|за|до|под|между|через|с помощью|за допомогою)\s"
    r"(?:чём|чем|чого|чому|чего|что|що|чим|як\w{1,3}|как(?:ой|ом|им|их|ие|ую|ое|ого|ому)|кого|кем)\b"
    r"|[^\W\d_]{2,20} ли\b|дан[аоы]?\b|есть (?:ли|два|две|три|список|массив|код)\b",
    re.IGNORECASE,
)
# What a file calls itself, so that "What is this repository?" is not asked of a candidate,
# and "What is this in a method?" is.
_FILE = (
    r"(?:repo\w*|guide|book\w*|document\w*|file|project|list|collection|course|page|handbook|app\w*"
    r"|site|website|bank|vault|materials?|notes|cheat ?sheet|questions?|resources?|section|tool|quiz(?:zes)?|tests|exams?|exercises|challenges|puzzles|cards)"
)
_USE = (
    rf"(?:expected )?usage|how to (?:use|read|navigate|study with)(?: (?:it|this|these|the))?(?: \w+)?(?: {_FILE}.{{0,30}})"
    rf"|how to (?:use|read)(?: (?:it|this|them|here))?|how to (?:start|contribute)(?: to (?:it|this|the)\b.{{0,30}}|)"
    r"|how to (?:run|build|install|set up|setup|open|play|launch|test|use) (?:the |this |it\b ?)?"
    r"(?:app\w*|project|repo\w*|site|website|code|demo|tests?|quiz\w*|examples?|server|game)?(?: (?:locally|it|yourself))?"
    r"|how (?:to|do i|do you|can i|can you|do we) (?:get )?(?:start(?:ed)?|begin|help|contribute|participate)(?: here)?"
    r"|how to (?:add|submit|propose|write|suggest) (?:an?|new|your|more|the) (?:\w+ ){0,2}(?:questions?|quiz(?:zes)?|challenges?|exercises?|puzzles?|cards?)"
    # what a read-me says of how its files are written: "Questions format", "Content structure"
    r"|(?:(?:architecture|coding|quiz|interview) )?(?:questions?|answers?|q ?a|scenarios?|exercises?|content|cards?) (?:format|structure|layout|template)s?"
    r"|как пользоваться.{0,30}|как (?:внести|помочь|предложить)\b.{0,30}"
    r"|c[oó]mo (?:usar|utilizar) est.{0,30}|c[oó]mo contribuir.{0,30}|使用(?:方法|说明)|如何(?:使用|贡献)"
)
_BOILERPLATE = re.compile(
    r"(?:table of )?contents?|toc|index|licen[cs]e|contribut\w*"
    r"|about(?: .{0,40})?|introduction|intro|overview|preface|prerequisites?|installation"
    r"|acknowledge?ments?|credits?|authors?|contact|support|sponsors?|donat\w+|disclaimer"
    r"|star(?:s|gazers.{0,30}|(?: (?:history|us|it|me|this|the)\b.{0,30}))?|start here"
    r"|resources?|references?|links?|further reading\b.{0,30}|bibliography|summary|conclusion|faq|notes?"
    r"|what (?:we|you)(?:(?:'|’)(?:ve|ll)| will| have)? (?:covered|learn(?:ed|t)?|cover|built|build|find|get|need|see)\b.{0,30}"
    r"|what(?:'|’)?s (?:new|more|inside|(?:coming )?next|coming\b.{0,20}|in (?:this|here)\b.*)"
    rf"|what is this(?: (?:about|all about|for)|(?: \w+)? {_FILE}\b.{{0,30}})?|who is this\b.*"
    rf"|why (?:this|use this|should i (?:use|read) (?:this|it)|do i (?:want|need) (?:this|it))(?: {_FILE}\b.{{0,30}})?"
    r"|(?:our |the )?(?:vision|mission)|how does (?:it|this) work"
    r"|how (?:it|this) (?:works?|is (?:built|made|organi[sz]ed|structured|maintained))"
    r"|getting started|read ?me"
    r"|(?:found|spotted|see|notice) (?:an?|any) (?:error|mistake|bug|typo|issue|problem)s?\b.{0,30}"
    r"|want(?: to)? (?:contribute|help|to add|more)\b.{0,30}|like (?:this|it|the) ?(?:repo\w*|project)?"
    r"|(?:can|may|how (?:can|do|may)) i (?:pr|contribute|submit|propose|open an? (?:pr|pull request|issue))\b.{0,90}"
    r"|new to .{1,40}|ready to .{1,40}|need (?:help|more)\b.{0,30}|(?:found|find) (?:this|it) (?:useful|helpful)\b.{0,30}"
    r"|have (?:an?|any|some)? ?(?:questions?|suggestions?|ideas?|feedback)\b.{0,30}"
    r"|(?:por qué|por que|porque|pourquoi|warum|perché) (?:est[ea]|ce|dieses|questo)\b.{0,30}|c[oó]mo vamos"
    r"|questions?|answers?|interview questions?|glossary|related (?:projects|topics|repos\w*)"
    r"|other answers?|topics(?: covered)?|what makes (?:an? )?(?:good|great|strong) (?:answers?|questions?)|其[它他]答案|这是什么(?:项目|仓库)?|我?为什么(?:需要|想要)它?|前言|目录|简介|参考(?:资料|文献|链接)?|总结|结语|许可证?|贡献(?:指南)?|更新日志|致谢"
    r"|содержание|оглавление|лицензия|ссылки|ресурсы|о проекте|введение"
    r"|[ií]ndice|contenido|conteúdo|tabla de contenidos?|licencia|licença|referencias|referências"
    r"|inhalt(?:sverzeichnis)?|lizenz|sommaire|table des matières"
    r"|code of conduct|changelog|translations?|follow me|back to top"
    r"|(?:learning )?(?:objectives?|outcomes?|goals?)|(?:key )?(?:takeaways|concepts)|did you know"
    r"|success criteria|acceptance criteria|check ?list|next (?:module|lesson|steps?|chapter).{0,40}"
    r"|what (?:the )?(?:interviewers?|recruiters?|employers|companies) (?:look|want|ask|expect)\b.{0,30}"
    r"|(?:\w+ ){0,2}guidelines?|(?:\w+ )?(?:writing|style|contribut\w+) guide|do(?:'|’)?s?|do(?:n(?:'|’)?ts?| not)"
    rf"|{_USE}",
    re.IGNORECASE,
)
_USING = re.compile(_USE, re.IGNORECASE)
_AIMS = re.compile(
    r"(?:\d{1,3} )?(?:learning )?(?:objectives?|outcomes?|goals?)|(?:objetivos|lernziele|objectifs|цели|学习目标|refleksi(?: \w+)?|(?:self )?reflection)"
    r"|(?:by the end|after) .{0,40}you (?:will|should).{0,40}|what you(?: ll| will)? learn.{0,30}|tujuan",
    re.IGNORECASE,
)
_READING = re.compile(
    r"(?:(?:more|other|further|additional|useful|great|recommended|external|online|learning) ){0,3}"
    r"(?:references?|readings?|resources?|materials?|links|articles?|books?|blogs?|videos?|courses?|repos|repositories)\b.{0,40}",
    re.IGNORECASE,
)
_ASKED_BACK = re.compile(
    r"(?:\w+ ){0,3}questions? (?:\w+ ){0,4}ask\b(?: \w+){0,6}|questions for (?:the|your|an?) (?:\w+ )?"
    r"(?:interviewer|employer|company|recruiter|team|manager)s?|(?:things|what) to ask\b.{0,40}"
    r"|reverse (?:interview|questions)\b.{0,30}|ask (?:the|your) (?:interviewer|recruiter)s?\b.{0,30}",
    re.IGNORECASE,
)
# "Why B is wrong: it never locks", which explains an option
_REASONED = re.compile(
    r"[*_]{0,3}why (?:(?:option|choice|answer)s? )?[(\"']?[A-J][)\"']?(?: (?:and|or|&) [A-J])? (?:is|are|was|isn['’]t)\b",
    re.IGNORECASE,
)
_MATTERING = re.compile(
    r"^why (?!(?:is|are|do|does|did|can|should|would|will)\b).{1,80} (?:matters?|fails?|works?|wins?|exists?)$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents?|toc|index|summary", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[\"'“‘«¿¡(*_`~]{0,4}([^\W\d_][\w'’-]{0,20})")


def asks(title: Title) -> float:
    """How surely a title is a question, from 0 to 1. Its label and shape are not counted."""
    text = title.text.strip().rstrip("*_`\"'”’)» ")
    if len(text) < 2:
        return 0.0
    if text.endswith(_MARKS) or any(mark in text for mark in ("? ", "?)", "？")):
        return 1.0
    first = _FIRST_WORD.match(text)
    word = first[1].casefold() if first else ""
    if first and word in _NAMING and text[first.end() : first.end() + 1] in _DIVIDING:
        return 0.0  # "Name: Ada" is told, not asked
    if (word in _JOINING and text.endswith(".")) or _REASONED.match(text):
        return 0.0
    if word == "why" and _MATTERING.search(text):
        return 0.4
    if first and word in _NAMES_TOO and text[first.end() :].lstrip()[:1].isupper():
        return 0.0
    if (
        word in ("when", "where", "who")
        and text.split()[1:2]
        and text.split()[1].casefold() in _SUBJECTS
    ):
        return 0.4
    if word in _ASKING and len(text.split()) > 1:
        return 0.5 if _NO_QUESTION.match(text) or _CALLED_SO.match(text) else 0.9
    if (text.startswith(_ASKING_CHINESE) or _SLAVIC.match(text)) and len(text) > 3:
        return 0.9
    if word in _TELLING and len(text.split()) > 2:
        return 0.8 if _demands_last(text) else 0.5
    if _WITHIN_CHINESE.search(text):
        return 0.85
    unlinked = text if text[0] == "[" else _LINKS.sub(" ", title.text)
    if _WITHIN.search(unlinked):
        return 0.7
    return 0.8 if _demands_last(text) else 0.0


def _demands_last(text: str) -> bool:
    """Whether the last of several sentences begins by asking for words."""
    *scene, last = _SENTENCES.split(text[-_FAR_ENOUGH:])
    first = _FIRST_WORD.match(last)
    if not scene or first is None or len(last.split()) < 3:
        return False
    return first[1][0].isupper() and first[1].casefold() in _DEMANDING


def tells(text: str) -> bool:
    """Whether one of the sentences of a text asks, or tells somebody to do something."""
    for sentence in _SENTENCES.split(text[:_FAR_ENOUGH]):
        if asks(Title(sentence)) or orders(sentence):
            return True
    return False


def sets_a_task(text: str) -> bool:
    """Whether a text says in its midst what somebody has to do."""
    return _SETTING.search(text, 0, _FAR_ENOUGH) is not None


def orders(text: str) -> bool:
    """Whether a text begins by telling somebody to do something, as a manual does too."""
    first = _FIRST_WORD.match(text)
    return first is not None and first[1].casefold() in _ORDERS


def announces(text: str) -> bool:
    """Whether a heading says that questions or the like follow ("Interview practice")."""
    return _ANNOUNCING.search(text) is not None


def calls_questions(text: str) -> bool:
    """Whether a heading calls what stands below it questions or tasks ("Basic questions")."""
    return _CALLING.search(text) is not None


def is_about_learning(text: str) -> bool:
    """Whether a heading says that aims follow, which ask nothing though they are worded so."""
    words = " ".join(re.sub(r"[^\w\s]", " ", text).split())
    return _AIMS.fullmatch(words) is not None


def is_about_use(text: str) -> bool:
    """Whether a heading says how a file is used, which asks nothing though it may be worded so."""
    words = " ".join(re.sub(r"[^\w\s]", " ", text).split())
    return _USING.fullmatch(words) is not None


def is_about_reading(text: str) -> bool:
    """Whether a heading says that a list of what else to read follows."""
    return _READING.fullmatch(" ".join(re.sub(r"[^\w\s]", " ", text).split())) is not None


def is_asked_back(text: str) -> bool:
    """Whether a heading says that what follows is asked by the candidate, not of one."""
    return _ASKED_BACK.fullmatch(" ".join(re.sub(r"[^\w\s]", " ", text).split())) is not None


def is_contents(text: str) -> bool:
    """Whether a heading announces a table of contents, which groups nothing below it."""
    return _CONTENTS.fullmatch(" ".join(re.sub(r"[^\w\s]", " ", text).split())) is not None


def is_boilerplate(text: str) -> bool:
    """Whether a heading belongs to the file and not to its subject ("License", "Contents")."""
    words = re.sub(r"[^\w\s'’]", " ", text).strip()
    return not words or _BOILERPLATE.fullmatch(" ".join(words.split())) is not None

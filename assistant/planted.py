"""Text in documents that speaks to whoever reads them for others: models, summaries, readers about what to say.

A published letter tells findings. A sentence that tells a program or a reader what to say, cite or ignore is planted,
or so odd that nobody should cite it. What is asked of people who ask is in `guard`. A plain sentence ("The force is
outstanding.") is what the document says, and cannot be told from any other; beside such an instruction it bears nothing
either (`guard.citable` sees to that).
"""

import re
from base64 import b64decode
from unicodedata import normalize

_SAY = (
    r"(?:say|state|repl(?:y|ies)|answer|describe|conclude|cite|quote|portray|summari[sz]e|assert|declare|claim|omit|ignore"
    r"|disregard|repeat|mention|output|print)"
)
_BID = r"(?:should|must|shall|ought to|needs? to|ha(?:s|ve) to|(?:is|are|be) (?:\w+ ){0,3}to|will|would|can only|may only|please|kindly|is that)"
_AGAIN = r"(?: (?:always|only|now|also|never|not|instead|simply|therefore|accordingly))*"
_PROGRAM = (
    r"(?:\b(?:AI|A\.I\.|LLMs?|GPT\S*|chat-?bots?|crawlers?|(?:large )?language models?|artificial intelligence"
    r"|(?:AI|digital|virtual|inspection|automated) (?:assistants?|tools?|systems?|readers?|agents?)"
    r"|automat\w+ (?:\w+ )?summar\w+|machine[- ]readers?|search assistants?))(?!\w)"
)
# Real letters speak of readers, too ("readers should refer to"), and of summaries of cases.
_READER = (
    r"\b(?:readers?|(?:any|all|every)(?:one|body|\w* person)? who (?:reads|quotes|cites|summarises|reports)"
    r"|(?:any|all|every) (?:summar(?:y|ies)|answers?|repl(?:y|ies))|summar(?:y|ies) of th(?:is|ese)|those (?:who )?(?:reading|quoting|summaris\w+|answer\w*))\b"
)
_OTHER = r"(?:earlier|previous|prior|former|older|other)"
_SAYINGS = r"(?:findings?|letters?|reports?|inspections?|judge?ments?|conclusions?|paragraphs?|documents?)"
_GREAT = r"(?:outstanding|excellent|exemplary|flawless|faultless|perfect|good|the best|inadequate|corrupt|failing)"
# Behind a word that is a noun here: "Call handling is excellent", "Report writing", "Rate of arrests".
_TASK = r"(?:of|(?:handl|tak|answer|writ|record|grad|wait)\w+|centres?|volumes?|demand|times?)"
_RULES = (
    # Somebody is told what to say.
    rf"(?:{_PROGRAM}|{_READER})[^.?!]{{0,80}}?\b{_BID}{_AGAIN} (?:be told\b|{_SAY}\b|(?:treat|report|rate|record|give|include|present|tell|respond|obey|follow|write|show|refuse|send|begin|use)\b(?=[^.?!]{{0,90}}\b(?:force|constabulary|police|finding|inspector|letter|instruction|paragraph|answer|link|that|as {_GREAT})\b))",
    rf"\b(?:to|for|note to|notice to|attention|dear|instructions? (?:to|for)|message (?:to|for))\W{{0,3}}(?:(?:any|all|every|the|each) )?{_PROGRAM}",
    rf"(?:^|[.:;])\W*{_PROGRAM}\W*[:,]",
    rf"\byou (?:must|should|shall|are to|will|have to|may only){_AGAIN} (?:{_SAY}\b|(?:respond|report|write|rate) (?:with|that|only|as)\b)",
    r"\b(?:if|when(?:ever)?) (?:you are |anyone |someone |users? |people |it is )?(?:asks?|asked|questioned|prompted|queried)\b[^.?!]{0,80}[,:;]? (?:(?:please|then|you|always|must|should|only) )*(?:say|state|answer|reply|respond|tell|write)\b",
    r"\bwhen(?:ever)? (?:you )?(?:summari[sz]\w+|quot\w+|cit\w+|answer\w*)\b[^.?!]{0,60}, (?:please |always |do not |never |only )*(?:say|state|add|omit|describe|use|write|leave|ignore|mention|rate|present|report|follow)\b",
    r"\b(?:in|of|to|for) your (?:answers?|summar(?:y|ies)|repl(?:y|ies)|output|context window|claims|citations)\b",
    r"\b(?:the )?(?:correct|only|right|approved|agreed|expected) (?:answer|reply|response)\b[^.?!]{0,60}\b(?:is|are|reads)\b",
    r"\b(?:answer|reply|response)s? to (?:any|every|all|each) (?:\w+ )?questions?\b",
    # The force is to be called something.
    rf"\b(?:must|should|shall|is to|are to|ha(?:s|ve) to|needs? to|requires? that|asks? that|directs? that|instructs? that|orders? that)\b[^.?!]{{0,60}}\bbe (?:described|reported|presented|rated|referred to|summarised|called|characterised|portrayed|shown|named)\b[^.?!]{{0,20}}\b(?:as|only|{_GREAT})\b",
    rf"^\W*(?:please )?(?:always |only |just )?(?:describe|rate|grade|present|call|portray|summari[sz]e|characteri[sz]e|report|treat|mark) (?!{_TASK}\b)[^.?!]{{0,60}}\b(?:as|is|are|to be|with)\b[^.?!]{{0,12}}\b{_GREAT}\b",
    rf"^\W*(?:please )?(?:answer|reply|respond|conclude|write|claim|assert|declare|recommend|mention|tell \w+){_AGAIN} (?:that|with|yes|no|in|to every|only|exactly)\b",
    r"\b(?:and|then|instead|please|but|always|only) (?:just |simply |only )?(?:say|state|answer|reply|respond) (?:only |that |with )?(?:the force|this force|northshire|eastmoor|it) (?:is|are|was|has)\b",
    # Other findings are to be dropped.
    rf"\b(?:replaces?|supersedes?|overrid\w+|cancels?|annuls?|withdraws?|voids?)\b[^.?!]{{0,20}}\b(?:all|any|every|each)\b[^.?!]{{0,20}}\b{_OTHER} (?:\w+ )?{_SAYINGS}",
    rf"\b(?:{_OTHER}|above|other|these|following|all|the) {_SAYINGS}[^.?!]{{0,40}}\b(?:must|should|are to|is to|may|can|shall) (?:not|no longer|never) be (?:\w+ )?(?:cited|used|quoted|relied|shown|reported|mentioned|repeated)",
    rf"(?:^|[.!?:;,]|\b(?:please|should|must|shall|then|you)\b)\W*(?:ignore|disregard|forget|discard|overlook|do not (?:cite|quote|mention|report|use|show))\b[^.?!]{{0,40}}\b(?:above|below|instructions?|rest of|this (?:letter|document)|everything|all other|criticisms?|these paragraphs|{_OTHER} (?:\w+ )?{_SAYINGS})\b",
    # Roles, labels and replies of programs.
    r"(?:^|[\n\[<{#*|])\W*(?:system|developer|assistant|user|admin\w*|human|operator|hmicfrs)(?: (?:message|prompt|note|notice|instructions?|override|update|command|mode))?\W{0,4}[:>\]]",
    r"\b(?:system|developer) (?:prompt|message|override|instruction)s?\b|\bend of (?:document|context|paragraphs?|prompt|evidence)\b|\bprompt injection\b",
    r"<\|[^|<>]{0,60}\|>|</?\s*(?:paragraph|system|instructions?|think|s|evidence|tool\w*|function\w*)\b[^<>]{0,40}>|\[/?INST\]|<</?SYS>>|^#{2,} ?(?:system|instruction|response|assistant)",
    r"""["“”'](?:claims|citations|completeness|label|quote|role|content|status)["“”'] ?:""",
    r"[\[(<{]P\d{1,3}[\])>}]",
    # Mark-up that would do something.
    r"<\s*/?\s*(?:script|img|iframe|a|svg|object|embed|form|style|link|meta|body|div|span|b|i|h\d|p|br|button|input)\b[^<>]{0,400}>?|\bjavascript:|\bdata:text/|\bon(?:error|load|click)\s*=|!?\[[^\]\n]{0,200}\]\(\s*\S|&#x?\w{1,6};|```",
    # The same in the languages most often tried.
    r"\b(?:ignore[zr]|oubliez|ignorier\w+|vergiss|vergessen sie|ignora(?:d|r|te)?|olvida|ignoreer|negeer|zignoruj|anwybyddwch|dimentica|desconsider\w+)\b",
    r"\b(?:dites|répondez|affirmez|écrivez|sag(?:en)? sie|antworte\w*|schreiben sie|di(?:ga)? que|responda|escriba|afferma|rispond\w+|dywedwch|diga que|zeg dat|powiedz)\b",
)  # fmt: skip
# What it wants said may stand in the next paragraph, or in the one above that it does not want to be ignored.
_POINTS_DOWN = re.compile(r":\W*$|\b(?:following|next|below|as follows)\b", re.IGNORECASE)
_POINTS_UP = re.compile(r"\b(?:preceding|above|foregoing|previous)\b", re.IGNORECASE)
_TURNS_AWAY = re.compile(r"\b(?:ignor|disregard|forget|overlook|replac|supersed|overrid|not|never)", re.IGNORECASE)


def folding(rule: str, flags: int = 0) -> re.Pattern[str]:
    """A rule for text after `str.casefold`: not minding case would take half as long again, and all evidence is read."""
    return re.compile(re.sub(r"\\.|[A-Z]", lambda each: each[0].lower() if len(each[0]) == 1 else each[0], rule), flags)


_PLANTED = folding("|".join(f"(?:{rule})" for rule in _RULES), re.MULTILINE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_SPACED = re.compile(r"\b(?:\w[ .·_-]){4,}\w\b")
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
_LEETS = re.compile("[0134578@$!|]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"\S+")
# Letters of other scripts that look like Latin ones.
_ALIKE = str.maketrans("асеорхуіјѕԁԛԝАВСЕНІКМОРТХαορνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijsdqwABCEHIKMOPTXaopviABEZHIKMNOPTYX")
_ENGLISH = frozenset(
    "the of and to in is are was were for that with by on as at be has have not it its from this".split()
)
_FOREIGN = frozenset(
    "le la les des du que est une un dans pour et sur der die das und ist nicht dass den ein eine zu mit auf el los las"
    " es una para con por del il che di sono per della het een van niet dat voor jest nie się że na do os mae yr yn wedi gan nid ydynt oedd mewn heb".split()
)
FOREIGN_WORDS = 2  # of another language's smallest words, and more than of English ones: not a sentence of a letter
NOT_LATIN = 8  # letters of other scripts in a row of words
PRINTABLE = 0.95  # of what a run of base64 decodes to


def is_planted(reading: str) -> bool:
    """Whether a text, in one of its readings, tells models, summaries or readers what to say."""
    return bool(_PLANTED.search(reading.casefold()))


def points_down(text: str) -> bool:
    """Whether an instruction speaks of what stands below it."""
    return bool(_POINTS_DOWN.search(text))


def points_up(text: str) -> bool:
    """Whether an instruction wants said what stands above it."""
    return bool(_POINTS_UP.search(text)) and not _TURNS_AWAY.search(text)


def readings_of(text: str) -> list[str]:
    """The text as it reads, as it reads with digits for letters, and what is encoded in it."""
    plain = _UNSEEN.sub("", normalize("NFKC", text))
    plain = _SPACED.sub(lambda run: re.sub(r"[ .·_-]", "", run[0]), plain)
    alike = plain.translate(_ALIKE) if _LATIN.search(plain) else plain
    leet = _WORD.sub(_as_letters, alike) if _LEETS.search(alike) else alike
    decoded = [words for run in _BASE64.findall(plain) if (words := _decoded(run))]
    return list(dict.fromkeys([plain, alike, leet, *decoded]))


def _as_letters(word: re.Match[str]) -> str:
    """A word of letters and digits with letters for the digits; others as they are."""
    mixed = _LEETS.search(word[0]) and _LATIN.search(word[0])
    return word[0].translate(_LEET) if mixed else word[0]


def _decoded(run: str) -> str:
    """What a run of base64 says; nothing where it is none, such as an address of a page."""
    whole = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        words = b64decode(whole + "=" * (-len(whole) % 4)).decode()
    except ValueError:
        return ""
    return words if " " in words and sum(map(str.isprintable, words)) >= PRINTABLE * len(words) else ""


def is_foreign(sentence: str) -> bool:
    """Whether a sentence is in another script or language: our documents are in English, and so are their findings."""
    if not sentence.isascii() and sum(each > "\u024f" and each.isalpha() for each in sentence) >= NOT_LATIN:
        return True
    words = re.findall(r"[^\W\d_]+", sentence.lower())
    foreign = sum(map(_FOREIGN.__contains__, words))
    return foreign >= FOREIGN_WORDS and foreign > sum(map(_ENGLISH.__contains__, words))

"""The phrases of verdicts in all editions. Every gap is bounded, so reading takes time linear in the text.

The law behind the phrases is the Trafficking Victims Protection Act (22 USC 7107): four placements, a limit of
consecutive years on the Watch List, and a waiver that may extend it.

Where a new phrase belongs:
    a verb that states a placement or its change: `_VERB`
    a word between verb and tier: `_ADVERB`, `_PREPOSITION`
    a possibility, denial or duty before the verb: `NOT_STATED`
    a reference to another edition: `OTHER_EDITION`, `OTHER_EDITION_AFTER`; to this one: `THIS_EDITION`
    the consecutive year: `YEAR_AFTER`, `YEAR_BETWEEN`, `YEAR_BEFORE`
    a label or heading with a tier: `LABEL_*`, `HEADING_*`
    the definition of the law: `STANDARDS`, `STANDARDS_END`, `GOVERNMENT_BEFORE`, `FALLS_SHORT`, `EFFORTS_MADE`,
        `EFFORTS_DENIED`, `SIGNIFICANT`, `NOT_INCREASING`
    a waiver or an automatic downgrade: `WAIVER*`, `AUTOMATIC`
    policy or pattern, child soldiers: `POLICY_OR_PATTERN`, `CHILD_SOLDIERS_LIST`
Elsewhere: spellings of tiers in `sources/language/tiers`, lines that name only a tier in `tier_label`, the country
heading in `country_heading`, sentences of the placement list in `placement_list`, the names of the statutory lists in
`sources/state_department/lists_and_tables/statutory_lists`, section headings in `sections/narrative_headings`.
"""

import re
from typing import Final

_FLAGS: Final = re.IGNORECASE | re.VERBOSE

ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
CARDINALS: Final = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_ORDINAL: Final = rf"(?:(?P<ordinal>{'|'.join(ORDINALS)})|(?P<digits>\d{{1,2}})(?:st|nd|rd|th))"
_CARDINAL: Final = rf"(?:(?P<cardinal>{'|'.join(CARDINALS)})|(?P<figure>\d{{1,2}}))"
_IN_A_ROW: Final = r"(?:consecutive|straight|successive)"
_NTH_YEAR: Final = rf"(?:{_ORDINAL}\s+(?:{_IN_A_ROW}\s+(?:year|time|report)|year\s+(?:running|in\s+a\s+row)))"
_NTH_YEAR_PLAIN: Final = re.sub(r"\?P<\w+>", "?:", _NTH_YEAR)

CONNECTIVE: Final = re.compile(
    r"\b(?:therefore|consequently|accordingly|thus|hence|as\s+a\s+result|for\s+(?:this|these|that)\s+reasons?)\b,?",
    re.IGNORECASE,
)

_ADVERB: Final = rf"""(?:again|still|also|now|therefore|thus|once\s+(?:more|again)|consequently|accordingly|back|up|down
    |automatically|instead|only|currently|however|,|(?:for|in)\s+(?:an?|the|its)\s+{_NTH_YEAR_PLAIN}
    |in\s+th(?:is|e)\s+(?:year['’]s\s+)?(?:TIP\s+)?report|by\s+(?:the\s+)?\w+(?:\s+of\s+State)?|from\s+(?:the\s+)?tier\s+\w+(?:\s+watch\s*list)?)"""
_PREPOSITION: Final = r"""(?:on|in|to|at|onto|into|as|under|among)?\s*(?:(?:the|an?|its)\s+)?
    (?:(?:status|rank|ranking|category|list)\s+(?:of|for)\s+)?[“"'‘(]?\s*$"""

_VERB: Final = r"""\b(?:
      (?P<unchanged>remain(?:s|ed|ing)?|stay(?:s|ed)|kept|keeps|retain(?:s|ed)|maintain(?:s|ed)
        |continues?(?:\s+to\s+be)?|continued)
    | (?P<upgraded>upgrade[sd]|raise[sd]|elevate[sd]|promoted|moved\s+up|improved|rose|rises|advance[sd])
    | (?P<downgraded>downgrade[sd]|lower(?:s|ed)|demoted|relegated|dropp?(?:s|ed)|fell|falls|moved\s+down|slipped)
    | (?P<placed>place[sd]|rank(?:s|ed)|put|puts|list(?:s|ed)|classified|categori[sz]ed|assign(?:s|ed)|rated
        |moved|included|designated|considered|deemed|treated|returned|grouped|given|received?s?|earn(?:s|ed)
        |placement|ranking)
    | (?P<located>is|are|was|were|be)
    )\b"""
VERB: Final = re.compile(_VERB, _FLAGS)
GOVERNOR: Final = re.compile(
    rf"""{_VERB}
    (?:\s+(?!(?:on|in|to|at|from|for|by|as|no|not|never)\b)[^\s.;:,]+(?:\s+[^\s.;:,]+){{0,5}}?)?
    (?:\s*{_ADVERB})*\s*,?\s*{_PREPOSITION}""",
    _FLAGS,
)
"""The verb of a tier phrase, with the text up to the phrase. The name of its group is the kind of statement. A few
words may be between them as its object: `places Cambodia on`."""

NOT_STATED: Final = re.compile(
    r"""\b(?:
      (?:would|could|will|may|might|shall|should|must|can|cannot|to|if|unless|having|being|had|were\s+to)
        (?:\s+(?:not|also|otherwise|then|have|be|been|automatically|therefore|again|either))*
    | (?:not|never|no\s+longer|neither|nor|n['’]t)(?:\s+(?:be|been|yet|again|now))*
    | (?:otherwise\s+)?required(?:\s+to\s+be)?
    | waiver\s+(?:from|of|for|to)(?:\s+\S+){0,4}?
    )\s*$""",
    _FLAGS,
)
"""Words before the verb that make it a possibility, a denial or a duty, not a placement."""

OTHER_EDITION: Final = re.compile(
    r"""\b(?:previously|formerly)\b | \b(?:19|20)\d\d\s+(?:TIP|trafficking\s+in\s+persons|annual)?\s*reports?\b
    | \b(?:previous|prior|earlier|last)(?:\s+year['’]s)?\s+(?:TIP\s+|annual\s+)?(?:reports?|editions?)\b
    | ^\W*(?:and\s+|but\s+)?(?:also\s+)?(?:in|from|since|between)\s+(?:19|20)\d\d\b""",
    _FLAGS,
)
"""Words before the verb that assign a placement to another edition."""

OTHER_EDITION_AFTER: Final = re.compile(
    r"""[\s,)]{0,3}(?:(?:in|since|from|until|when|before)\s+(?:\S+\s+){0,6}?(?:19|20)\d\d\b
    |(?:in\s+)?(?:last\s+year|the\s+(?:previous|prior|preceding|last)\s+(?:year|report|edition))\b)""",
    _FLAGS,
)
"""A year right after a tier phrase: the placement may belong to another edition, so it has less weight."""

THIS_EDITION: Final = re.compile(r"\b(?:now|currently|this\s+year|in\s+this\s+(?:report|edition))\b", re.IGNORECASE)

YEAR_AFTER: Final = re.compile(
    rf"""[\s,)]{{0,4}}(?:again\s+)?(?:
      (?:(?:for|in|as)\s+)?(?:an?|the|its)\s+{_NTH_YEAR}
    | for\s+{_CARDINAL}\s+(?:{_IN_A_ROW}\s+years|years\s+(?:running|in\s+a\s+row)))""",
    _FLAGS,
)
YEAR_BETWEEN: Final = re.compile(rf"\b(?:for|in)\s+(?:an?|the|its)\s+{_NTH_YEAR}\b", _FLAGS)
YEAR_BEFORE: Final = re.compile(
    rf"^\W*(?:(?:and|so|but|therefore|consequently|accordingly|thus)\b[\s,]*)?"
    rf"(?:for|this\s+is)\s+(?:an?|the|its)\s+{_NTH_YEAR}[\s,]+(?:that\s+)?[^,;.]{{1,60}}$",
    _FLAGS,
)
"""`For the second consecutive year, X`: before the verb, with only the subject between them."""

LABEL_AFTER: Final = re.compile(r"""[\s)\]”"'’.]*(?:$|[\r\n]|\s[–—-]|[–—:])""")
LABEL_BEFORE: Final = re.compile(r"(?:^|[\r\n])[^\r\n.;]{0,80}[:(–—-]\s*$|(?:^|[\r\n])\W*$")
"""A tier phrase alone on its line, before a dash, or at the end of a heading such as `CAMBODIA: Tier 2`."""
HEADING_BEFORE: Final = re.compile(r"^\W*[^\r\n.;:(]{2,60}[:(]\s*$")
HEADING_AFTER: Final = re.compile(r"[)\]]?\s+[A-Z]")
"""The same heading without the line end after it."""

STANDARDS: Final = re.compile(
    r"""\b(?:(?P<fully>fully|fully\s+and\s+effectively)\s+)?
    (?:compl(?:y|ies|ied)(?:\s+(?P<fully_after>fully))?\s+with|me(?:ets?|t)(?:\s+(?P<fully_too>fully))?
       |in\s+(?P<fully_in>full\s+)?compliance\s+with)
    \s+(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:[\w'’-]+\s+){0,2}?minimum\s+standards""",
    _FLAGS,
)
FALLS_SHORT: Final = re.compile(
    r"\b(?:not|n['’]t|nor|yet\s+to|fails?\s+to|failed\s+to|unable\s+to|neither)\b[^.;:]{0,50}$", _FLAGS
)
_EFFORTS: Final = r"(?:e(?:ff|ﬀ|f|\W{1,2})orts?)"
EFFORTS_MADE: Final = re.compile(
    rf"\b(?:makes?|made|making|undertaken|undertaking)\s+(?:[\w-]+,?\s+){{0,5}}?{_EFFORTS}", _FLAGS
)
EFFORTS_DENIED: Final = re.compile(
    rf"""\b(?:(?:not|n['’]t|nor|never|without|fail\w*\s+to)\b(?:\s+(?:is|are|was|it|has|have|the\s+government|yet|begun\s+to)\b){{0,3}}
      \s*(?:makes?|made|making|undertaken)\s+(?:[\w-]+,?\s+){{0,5}}?{_EFFORTS}
    | (?:makes?|made|making)\s+(?:no|few|little)\s+(?:[\w-]+,?\s+){{0,4}}?{_EFFORTS})""",
    _FLAGS,
)
SIGNIFICANT: Final = re.compile(r"\bsignificant\b", re.IGNORECASE)
GOVERNMENT_BEFORE: Final = re.compile(
    r"^(?:the\s+)?government(?:\s+of\s+(?:[^\s.;:,]+\s+){0,6}?[^\s.;:,]+)?\s+(?:(?:now|currently|already|also)\s+)?$",
    re.IGNORECASE,
)
STANDARDS_END: Final = re.compile(
    r"""(?:\s+for\s+(?:the\s+)?(?:eliminat|combat)\w+\s+(?:of\s+)?(?:severe\s+forms\s+of\s+)?trafficking(?:\s+in\s+persons)?)?
    \s*(?:[.;]|$)""",
    _FLAGS,
)
"""`The Government of X meets the minimum standards for the elimination of trafficking.`, and no more: without `fully`,
only the first editions say so of Tier 1."""
NOT_INCREASING: Final = re.compile(
    rf"""\b(?:(?:did|does|do|has|have)\s+not\s+(?:[\w-]+\s+){{0,2}}?(?:demonstrate|show|provide|shown|demonstrated|provided)
      | (?:fail(?:s|ed|ure)\s+to\s+(?:demonstrate|show|provide)))
    \s+(?:[\w-]+\s+){{0,4}}?increas(?:ing|ed)\s+(?:[\w-]+\s+){{0,3}}?{_EFFORTS}""",
    _FLAGS,
)
"""The first criterion of the law for the Watch List: no evidence of increasing efforts."""

WAIVER: Final = re.compile(
    r"""\b(?:grant(?:s|ed)?|receive[sd]?|given|giv(?:es|ing)|obtained|accorded|applied)\s+(?:[\w-]+\s+){0,4}?waivers?\b
    | \bwaivers?\b(?:\s+[\w'’-]+){0,6}?\s+(?:was|were|is|ha(?:s|ve)\s+been)\s+(?:again\s+)?(?:granted|applied|given)
    | \botherwise[\s-]+required\s+downgraded?\b
    | \bnot\s+placed\s+on\s+tier\s+3\s+(?:per|pursuant\s+to|under|in\s+accordance\s+with)\b""",
    _FLAGS,
)
WAIVER_OF_DOWNGRADE: Final = re.compile(
    r"\btier[\s-]{0,3}(?:3|three|III)|downgrad|\bTVPR?A\b|trafficking\s+victims\s+protection", re.IGNORECASE
)
WAIVER_DENIED: Final = re.compile(
    r"""\b(?:not|never|without\s+being|ineligible|n['’]t)\b(?:\s+[\w-]+){0,3}\s+waivers?
    | \bno\s+(?:further\s+|additional\s+|longer\s+\w+\s+for\s+a\s+)?waivers?
    | \bwaivers?\b(?:\s+[\w-]+){0,4}?\s+(?:is|are|was|were)\s+(?:no\s+longer|not)\s+
    | \b(?:no\s+longer\s+)(?:\w+\s+){0,3}waivers?""",
    _FLAGS,
)

AUTOMATIC: Final = re.compile(
    r"""\bmaximum\s+(?:of\s+|number\s+of\s+)?(?:[\w-]+\s+){0,4}?(?:waivers?|years\s+(?:on|at))\b
    | \bwaivers?\b(?:\s+[\w-]+){0,3}?\s+(?:is|are|was|were)\s+no\s+longer\s+\w+
    | \bno\s+longer\s+(?:eligible|qualif\w+)\s+for\s+(?:[\w-]+\s+){0,4}?(?:rank|tier|watch|placement|waiver)
    | \b(?:exhausted|used\s+up)\b[^.;]{0,40}waivers?
    | \b(?:automatic(?:ally)?|mandatory|mandated)\s+downgrad
    | \bautomatically\s+(?:\w+\s+)?(?:placed|moved|lowered)
    | \bwatch[\s-]?list\b[^.;]{0,30}?\bfor\s+(?:the\s+(?:past|last|maximum)\s+(?:of\s+)?)?
        (?:two|three|four|2|3|4)\s+(?:consecutive|straight|successive)
    | \b(?:two|three|four)\s+(?:consecutive\s+)?years\s+on\s+(?:the\s+)?(?:tier\s+(?:2|two)\s+)?watch[\s-]?list""",
    _FLAGS,
)
"""Words that say that the years on the Watch List or the waivers are exhausted."""

POLICY_OR_PATTERN: Final = re.compile(
    r"\bpolic(?:y|ies)\s+(?:or|and/or)\s+(?:a\s+)?patterns?\b|\bpatterns?\s+or\s+polic(?:y|ies)\b", re.IGNORECASE
)
CHILD_SOLDIERS_LIST: Final = re.compile(
    r"\bchild\s+soldiers?['’]?\s+(?:\(?recruitment\)?\s+)?prevention\s+act\b|\bCSPA\b"
    r"|\bchild\s+soldiers?\s+(?:act\s+)?lists?\b",
    re.IGNORECASE,
)

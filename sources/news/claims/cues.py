"""Phrases around a tier: verbs of a placement or a change, negation, wish, forecast, consecutive years.

`UP`, `DOWN`, `SAME` and `REMOVE` are changes. `PLACING` and `ACTS` are verbs that place a country, the second with the
country as object. `_NEGATION`, `_WISH` and `_FORECAST` change the mood of a statement. `STREAK` counts years.
"""

import re
from typing import Final

UP: Final = re.compile(
    r"\b(?:upgrad\w+|elevat\w+|promot(?:e|es|ed|ion|ing)|rais(?:ed?|es|ing)|bump(?:s|ed|ing)?\s(?:it\s)?up"
    r"|boost\w*"
    r"|climb\w*|graduat\w+|improv\w+|r[io]ses?|risen|rising|rise|jump\w*|lifted|advanc\w+|ascen\w+"
    r"|mov(?:e|es|ed|ing)\s(?:\w+\s)?up(?:wards?)?|up\sfrom"
    r"|rebound\w*|inched up|stepp?(?:ed|s)?\sup|went up|gone up)\b",
    re.IGNORECASE,
)
DOWN: Final = re.compile(
    r"\b(?:downgrad\w+|push(?:ed|es|ing)\sdown|drop(?:s|ped|ping)?|f[ae]ll(?:s|en|ing)?(?!\s(?:in|under|within|short|among)\b)"
    r"|slip(?:s|ped|ping)?"
    r"|relegat\w+|demot\w+|lower(?:s|ed|ing)|s[aiu]nk(?:s|ing)?|regress\w*|declin\w+|sli(?:d|de|des|ding)"
    r"|plung\w+"
    r"|tumbl\w+|plummet\w*|bump(?:s|ed)?\sdown|down\sfrom|knock(?:s|ed)\sdown|mov(?:e|es|ed)\sdown"
    r"|kicked\sdown|slump\w*|stripped)\b",
    re.IGNORECASE,
)
SAME: Final = re.compile(
    r"\b(?:remain\w*|retain\w*|maintain\w*|ke(?:ep|eps|pt|eping)|stay(?:s|ed|ing)?|continu\w+|unchanged"
    r"|held\s(?:on\sto\s)?its|holds\s(?:on\sto\s)?its|no\schange|stuck|languish\w*|preserv\w+)\b",
    re.IGNORECASE,
)
REMOVE: Final = re.compile(
    r"\b(?:remov\w+|mov(?:ed|es|ing)|tak(?:e|es|en|ing)|took|delist\w*|struck|strik\w+|drop(?:s|ped|ping)?"
    r"|off|escap\w+"
    r"|le(?:ft|aves|aving)"
    r"|exit\w*|lost|lose[sd]?|graduat\w+|got\soff|com(?:e|es|ing)\soff|came\soff|emerg\w+|shed)\b",
    re.IGNORECASE,
)
PLACING: Final = re.compile(
    r"\b(?:is|was|are|were|be|been|being|has|have|had|plac\w+|puts?|putting|rank\w*|list(?:s|ed|ing)?"
    r"|classif\w+|classed|categori\w+"
    r"|rat(?:ed?|es|ing)|grad(?:ed?|es|ing)|group(?:s|ed|ing)?|nam(?:ed?|es|ing)|designat\w+|assign\w*|appear\w*|sits?|sat"
    r"|find\w*|found|figur\w+"
    r"|earn\w*|achiev\w+|receiv\w+|got|gets?|given|won|wins?|secur\w+|attain\w*|hold\w*|held|join\w*"
    r"|enter\w*|mov(?:ed?|es|ing)"
    r"|falls?|fell|belong\w*|stands?|stood|lands?|landed|add(?:s|ed|ing)?|includ\w+|shar(?:ed?|es|ing)|spent"
    r"|spend\w*|became"
    r"|becom\w+|reach\w*|occup\w+|made|makes|came|comes|consider\w*|deem\w*|describ\w+|tagged|label+ed|cited"
    r"|identif\w+|went|goes|going|grad(?:ed|es|ing)"
    r"|scor\w+|award\w*|gave|gives?|judg\w+|declar\w+|qualif\w+|meets?|met|return\w*)\b",
    re.IGNORECASE,
)
ACTS: Final = re.compile(
    r"\b(?:plac(?:ed?|es|ing)|puts?|putting|rank(?:s|ed|ing)?|list(?:s|ed|ing)?|classif(?:y|ies|ied|ying)"
    r"|categori[sz](?:e|es|ed|ing)"
    r"|rat(?:ed?|es|ing)|group(?:s|ed|ing)?|nam(?:ed?|es|ing)|designat(?:ed?|es|ing)|assign(?:s|ed|ing)?"
    r"|add(?:s|ed|ing)?"
    r"|keep(?:s|ing)?|kept|retain(?:s|ed|ing)?|le(?:ft|aves|aving)|upgrad(?:ed?|es|ing)|downgrad(?:ed?|es"
    r"|ing)|elevat(?:ed?|es|ing)"
    r"|promot(?:ed?|es|ing)|mov(?:ed?|es|ing)|rais(?:ed?|es|ing)|lower(?:s|ed|ing)?|drop(?:s|ped|ping)?"
    r"|demot(?:ed?|es|ing)"
    r"|relegat(?:ed?|es|ing)|includ(?:ed?|es|ing)|remov(?:ed?|es|ing)|tak(?:es?|ing|en)|took|return(?:s|ed"
    r"|ing)?|bump(?:s|ed|ing)?"
    r"|cit(?:ed?|es|ing)|identif(?:ies|ied|ying)|cut|label+ed|gave|give|gives|giving|boost(?:s|ed|ing)?"
    r"|maintain(?:s|ed|ing)?)"
    r"(?:\s(?:up|down|back|countries\slike|countries\ssuch\sas|such\scountries\sas|only|both|also))?\s+"
    r"(?:(?!(?:in|to|from|on|that|by|with|at|for|as|into|and|but|was|were|is|are|which|who"
    r"|of)\b)[\w’'.-]+,?\s+){0,5}"
    r"(?:of\s(?:the\s)?)?$",
    re.IGNORECASE,
)
ACTS_INCLUDING: Final = re.compile(
    r"\b(?:plac(?:ed?|es|ing)|puts?|putting|rank(?:s|ed|ing)?|list(?:s|ed|ing)?|nam(?:ed?|es|ing)|add(?:s|ed"
    r"|ing)?|keeps?|kept|upgrad(?:ed?|es|ing)"
    r"|downgrad(?:ed?|es|ing)|elevat(?:ed?|es|ing)|mov(?:ed?|es|ing)|drop(?:s|ped)?|demot(?:ed?"
    r"|es))\s[^.;]{0,50}?\b(?:countries|nations|states|governments|others|allies)\s?"
    r"(?:[(,–-]|—)?\s?(?:including|such\sas|among\sthem|like)\s(?:(?:the|[a-z]+)\s){0,3}$",
    re.IGNORECASE,
)
_STANDARDS: Final = re.compile(
    r"\b(?:do(?:es)?|did|has|have|had)(?:\snot|n[’']t)\s(?:yet\s)?[\"“]?(?:fully\s)?[\"”]?(?:compl(?:y|ied)"
    r"|me(?:et|t)"
    r"|satisf(?:y|ied))\b[^,.;]{0,80}?\bstandards?\b"
    r"(?:\s(?:for|to|of)\s(?:the\s)?(?:eliminat\w+|combat\w+)(?:\sof)?(?:\s(?:human\s"
    r"|severe\sforms\sof\s)?trafficking)?)?"
    r"|\bnot only\b|\bnot\s(?:doing|having done)\senough\b|\bnot\smaking\s(?:significant|sufficient)\sefforts\b"
    r"|\bfail(?:ed|ing|s|ure)?\sto\s(?:comply|meet|do|make|take|act|tackle|combat|fight|address|improve|stop"
    r"|curb|crack)\b",
    re.IGNORECASE,
)
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no\slonger|nor|neither|without|den(?:y|ies|ied|ying)|reject\w*|nobody|no\sone|avoid\w*"
    r"|avert\w*"
    r"|spar(?:ed?|es|ing)|instead\sof|rather\sthan|dismiss\w*|disput\w*|refut\w*|fail\w*\sto|short\sof"
    r"|far\sfrom|no\smention"
    r"|contrary|stav\w+\soff|protest\w*\sagainst|fals\w+|claims?\sthat|untrue|the\syear\sbefore|until"
    r"|narrowly|otherwise[\s-]required|required\sdowngrade|prevent\w*|kept\s[^.;]{0,40}\sfrom"
    r"|keeps\s[^.;]{0,40}\sfrom|barred)\b|n[’']t\b",
    re.IGNORECASE,
)
_TO_BE: Final = re.compile(
    r"(?<!continues\s)(?<!continued\s)(?<!continue\s)(?<!continuing\s)(?<!said\s)(?<!found\s)(?<!considered\s)(?<!deemed\s)(?<!judged\s)\bto\sbe\b",
    re.IGNORECASE,
)
_FAIR: Final = re.compile(
    r"\b(?:fair|right|just|correct|appropriate|proud|happy|pleased|glad|disappointed|only\s\w+)\b", re.IGNORECASE
)
_ESCAPE: Final = re.compile(r"\bescap\w+\b", re.IGNORECASE)
_WISH: Final = re.compile(
    r"\b(?:should|ought|would\shave|could\shave|might\shave|deserv\w+|urg(?:ed?|es|ing)|call(?:s|ed"
    r"|ing)?\s(?:for|on)|recommend\w*|wants?|wanted"
    r"|efforts?\s(?:have|had|has|are|were|was|is)\s(?:been\s|being\s)?(?:made|underway|taken)\sto|in\sorder\sto|so\sas\sto"
    r"|(?:commit\w*|pledg\w*|vow\w*|promis\w*|work(?:s|ed|ing)?|need\w*|striv\w*|strove|struggl\w*|measures|steps|fight\w*)"
    r"\s(?:[\w’']+\s){0,3}?to\s(?:be|get|move|return|elevate|raise|upgrade|improve|promote|lift|bring|regain|reach|achieve"
    r"|attain|climb|exit|leave|become|join)"
    r"|lobb\w+|demand\w*|request\w*|petition\w*|must|propos\w+|whether|how|why|means|require[sd]?\sto|asks?"
    r"|asked|ensur\w+|had\s(?:\w+\s)?(?:expected|hoped|wanted)|oscillat\w*"
    r"|fluctuat\w*|alternat\w*|between|either|if|unless|failure\sto|failing\sto|failed\sto\s(?:get|move|rise"
    r"|reach|be|win|regain))\b",
    re.IGNORECASE,
)
_FORECAST: Final = re.compile(
    r"\b(?:could|may|might|would|will|can|likely|unlikely|expect\w*|set\sto|about\sto|poised|risk\w*|hop(?:e"
    r"|es|ed|ing)|hopeful"
    r"|fac(?:e|es|ed|ing)|threat\w*|seek\w*|aim(?:s|ed|ing)?|prospects?|possib(?:le|ly|ility)(?!\s(?:rank"
    r"|rating|tier|grade|level|score))|potential\w*|plan(?:s|ned|ning)?"
    r"|due\sto\sbe|(?:is|are|was|were)\sto\sbe|danger|brink\sof|verge\sof|fear(?:s|ed|ing)?|try\w*|tries|consider(?:s|ing)"
    r"|mull\w*|weigh\w*|working\sto\w*|ahead\sof|next\syear"
    r"|in\sline\sfor|looks\sto|bid\sto|efforts?\sto\s(?:be|get|move|reach|join|leave|win|avoid)\b|confident"
    r"|optimistic|target\w*|goal|dream\w*|eager|warn\w*)\b",
    re.IGNORECASE,
)
_PLACED_AFTER_WORRY: Final = re.compile(
    r"\b(?:is|was|are|were|been|being)\s(?:considered|expected)\sa\b", re.IGNORECASE
)


def is_denied(text: str) -> bool:
    """Whether the words before a tier negate it: negation, denial, narrow escape."""
    plain = _STANDARDS.sub(" ", text)
    return _NEGATION.search(plain) is not None


def is_wish(text: str) -> bool:
    """Whether the words before a tier express a wish, a demand or a question."""
    bare = _TO_BE.search(text) is not None and not _FAIR.search(text) and not is_forecast(text)
    return bare or _WISH.search(text) is not None


def is_forecast(text: str) -> bool:
    """Whether the words before a tier express an expectation."""
    plain = _PLACED_AFTER_WORRY.sub(" ", text)
    return _FORECAST.search(plain) is not None


def is_escape(text: str) -> bool:
    """Whether a text says `escaped`, as in `escaped a downgrade`: the country was never on the list."""
    return _ESCAPE.search(text) is not None


_AGAIN: Final = re.compile(r"\b(?:again|still)\b", re.IGNORECASE)
_ANOTHER_VERB: Final = re.compile(
    r"\band\s(?:now\s)?(?=(?:is|was|are|were)\s(?:placed|ranked|listed|on|in|at|also|now)\b)", re.IGNORECASE
)


def change_in(text: str) -> str | None:
    """The change that a verb or noun expresses, the last one if there are several; None if there is none."""
    text = _ANOTHER_VERB.split(text)[-1]
    found = [
        (match.start(), change)
        for change, form in (("upgraded", UP), ("downgraded", DOWN), ("unchanged", SAME))
        for match in form.finditer(text)
    ]
    if not found and _AGAIN.search(text):
        return "unchanged"  # `again` counts only without another verb: `downgraded again`
    return max(found)[1] if found else None


STREAK: Final = re.compile(
    r"\b(?:(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|\d{1,2}(?:st|nd|rd|th))\s"
    r"(?:(?:consecutive|straight|successive|cumulative)\b|(?:year|time)\s(?:running|straight|in\sa\srow"
    r"|in\ssuccession))"
    r"|(?P<cardinal>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\s"
    r"(?:(?:consecutive|straight|successive)\syears|years\s(?:in\sa\srow|running|straight|in\ssuccession)))\b",
    re.IGNORECASE,
)
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=2
    )
}
_CARDINALS: Final = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}


_IN_ALL: Final = re.compile(
    r"\b(?:cumulative|for\sthe\s(?:past|last|previous)|(?:after|spent|spending)(?=\s[\w-]+\syears\s(?:on"
    r"|in)\b))\s(?P<number>two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|\d{1,2})\syears\b",
    re.IGNORECASE,
)


def streak_in(text: str) -> int | None:
    """The number of consecutive years in a clause; None if there is none."""
    in_all = _IN_ALL.search(text)
    if in_all is not None:
        word = in_all["number"].casefold()
        return _CARDINALS.get(word) or int(word)
    found = STREAK.search(text)
    if found is None:
        return None
    if found["ordinal"]:
        word = found["ordinal"].casefold()
        return _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    word = found["cardinal"].casefold()
    return _CARDINALS.get(word) or int(word)

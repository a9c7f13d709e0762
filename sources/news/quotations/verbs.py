"""Verbs of saying in running text, with what shows their subject: a pronoun after them, the passive.

`data/verbs.csv` has one row for each form. Its uses are: `beside` for a verb beside a quotation, `before` for one that
only precedes a quotation (`called it “...”`), `after` for one that only follows one (`“...,” shrugs A`),
`participle` and `participle.before` for the same of forms that need an auxiliary (`a déclaré`), and `auxiliary`.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from sources.reference.data import rows

_PARTICIPLES: Final = {"beside": "participle", "before": "participle.before"}
_DROPPING: Final = frozenset({"es", "pt"})
"""Languages in which a verb needs no subject: `“...”, agregó.`"""
_PRONOUN: Final = r"-(?:t-)?(?P<{}>ils?|elles?|on)"
_ADVERB: Final = r"(?:\w+ment|\w+mente|aussi|également|encore|ensuite|también|também|ainda|ya|já|déjà)"
_NOUN_BEFORE: Final = re.compile(
    r"\b(?:the|an?|his|her|its|their|no|la|el|una?|sus?|de|del|o|uma?|d[ao]s?|n[ao]|em|en|sua|seu|le|une|sa|son|les|des"
    r"|cette|ce|du|au)\s$"
)
"""What stands before a noun: `a comment`, `la denuncia`."""
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|been|being|be|fue|fueron|sido|es|foi|foram|é|est|sont|fut)\s(?:\w+(?:ly|mente|ment)\s)?$"
)
_ACTIVE: Final = frozenset({"quoted", "cited", "reported"})
"""`Was quoted as saying`: the subject of this passive speaks."""
_REACH_BEFORE: Final = 24
"""Characters before a verb that show whether it is a noun or a passive."""
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:”»\"]\s)[\s—–-]*$")


class Verb(NamedTuple):
    """A verb of saying: its span with its auxiliary, the pronoun after it, and what is known of its subject."""

    start: int
    end: int
    pronoun: str | None
    is_passive: bool
    drops_subject: bool
    """Whether its language allows the verb without a subject."""
    is_romance: bool


def find_verbs(text: str, *uses: str) -> list[Verb]:
    """The verbs of saying in a text, in order.

    Args:
        text: a sentence or several.
        uses: which uses count: `beside`, `before`, `after`.
    """
    known = _known()
    matches = (match for match in _candidates().finditer(text) if match["word"].lower().replace("’", "'") in known)
    found = (_verb(text, match, uses) for match in matches)
    return [verb for verb in found if verb is not None]


def _verb(text: str, match: re.Match[str], uses: tuple[str, ...]) -> Verb | None:
    """The verb in a match of the candidates; None where it is none."""
    word = match["word"].replace("’", "'")
    languages, start = None, match.start("word")
    if match["auxiliary"] is not None:
        participles = (_PARTICIPLES[use] for use in uses if use in _PARTICIPLES)
        languages = next((found for use in participles if (found := _forms()[use].get(word))), None)
        start = match.start() if languages else start
    before = text[max(0, start - _REACH_BEFORE) : start]
    languages = languages or next((found for use in uses if (found := _forms()[use].get(word))), None)
    if languages is None and word[:1].isupper() and _SENTENCE_START.search(before):
        languages = next((found for use in uses if (found := _forms()[use].get(word.lower()))), None)
        languages = languages if languages is not None and languages <= _DROPPING else None
    is_passive = _PASSIVE.search(before) is not None and word not in _ACTIVE
    if languages is None:
        agentive = _forms()["participle.before"].get(word) if is_passive and "before" in uses else None
        return Verb(start, match.end(), None, True, False, True) if agentive else None
    if _NOUN_BEFORE.search(before):
        return None
    pronoun = match["inverted"] or match["following"]
    return Verb(start, match.end(), pronoun, is_passive, languages <= _DROPPING, "en" not in languages)


@cache
def _forms() -> dict[str, dict[str, frozenset[str]]]:
    """The forms of verbs by use, with the languages of each."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for row in rows("verbs.csv", package="sources.news.quotations"):
        forms = found.setdefault(row["use"], {})
        forms[row["words"]] = forms.get(row["words"], frozenset()) | {row["language"]}
    return found


@cache
def _known() -> frozenset[str]:
    return frozenset(form for forms in _forms().values() for form in forms)


@cache
def _candidates() -> re.Pattern[str]:
    """Each word, or known phrase of several, with the auxiliary before it and the pronoun after it."""
    auxiliaries = _forms()["auxiliary"]
    phrases = {
        form for use, forms in _forms().items() if use != "auxiliary" for form in forms if re.search(r"[ ']", form)
    }
    return re.compile(
        rf"(?<![\w’'-])(?:(?P<auxiliary>{_alternatives(auxiliaries)})(?:{_PRONOUN.format('inverted')})?\s(?:{_ADVERB}\s)?)?"
        rf"(?P<word>(?:{_alternatives(phrases)})|[^\W\d_]+)(?:{_PRONOUN.format('following')})?(?![\w’'-])"
    )


def _alternatives(forms: set[str] | dict[str, frozenset[str]]) -> str:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"\s").replace("'", "[’']") for form in longest_first)

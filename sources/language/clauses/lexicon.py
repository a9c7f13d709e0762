"""Splits a sentence into items: phrases of the lexicon, numbers, years, marks and unknown words.

The lexicon is `sources/language/data/lexicon.csv`: a word form or phrase, its language, its class. A new verb, noun or
other word is a new row. A class is a name with up to three parts, `kind.value.form`: `act.convictions.finite` (a verb
or noun of an action), `object.victim` (a counted thing), `type.sex`, `period.previous`, `deny`, `compare`. An item is
the longest known phrase that begins at a word, a number, a year, or a single unknown word.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from sources.language.numbers import Number, may_begin, number_at
from sources.language.phrase_table import Meaning, PhraseTable
from sources.language.word_lists import word_lists
from sources.language.words import Token, read_tokens
from sources.reference.data import rows

_GROUPS: Final = "word_groups.csv"
_YEAR_BEFORE: Final = frozenset(
    "in for during of since until by from through to year and or both the its a calendar fiscal early late mid between "
    "january february march april may june july august september october november december before after".split()
)
_FORMS: Final = ("finite", "gerund", "base", "noun")
_NO_COUNT_BEFORE: Final = frozenset("no. nos. #".split())


class Action(NamedTuple):
    """A verb or noun of the lexicon that names an action.

    Attributes:
        phrase: its words.
        value: a measure, or an action whose measure depends on its object.
        form: `finite`, `gerund`, `base` or `noun`.
        alone: whether it identifies a sentence about trafficking by itself. General verbs (`removed`, `hosted`) need
            another action or a victim in the sentence; the lexicon marks them with `beside`.
    """

    phrase: str
    value: str
    form: str
    alone: bool


@dataclass(slots=True)
class Item:
    """A phrase, number, mark or unknown word of a sentence.

    Attributes:
        kind: the lexicon's kind, or `num`, `year`, `misc` (a number that counts nothing), `mark`, `word`.
        value: the meaning of the phrase: a measure, a type, the class of an object, the mark itself.
        form: of an action: `finite`, `gerund`, `base` or `noun`.
        low: its words in lower case.
        start: where it begins in the sentence.
        end: where it ends, exclusive.
        capital: whether it begins with a capital letter.
        number: the number, for `num`.
    """

    kind: str
    value: str
    form: str
    low: str
    start: int
    end: int
    capital: bool = False
    number: Number | None = None


def has(items: Iterable[Item], *kinds: str) -> bool:
    """Whether an item is of one of some kinds."""
    for item in items:  # noqa: SIM110 - nothing is called more often, and a generator takes twice as long
        if item.kind in kinds:
            return True
    return False


def means(items: Iterable[Item], *values: str) -> bool:
    """Whether an item has one of some values."""
    return any(item.value in values for item in items)


def says(items: Iterable[Item], *words: str) -> bool:
    """Whether an item is one of some words."""
    return any(item.low in words for item in items)


def find(
    items: Sequence[Item], places: Iterable[int], kinds: Collection[str], stops: Collection[str] = ()
) -> int | None:
    """The first of some places with an item of one of some kinds; None where a kind or word of `stops` comes before."""
    for place in places:
        if items[place].kind in kinds:
            return place
        if items[place].kind in stops or items[place].low in stops:
            return None
    return None


def back(at: int, reach: int) -> range:
    """The places before a place, the nearest first."""
    return range(at - 1, max(-1, at - reach - 1), -1)


def ahead(items: Sequence[Item], at: int, reach: int) -> range:
    """The places after a place."""
    return range(at + 1, min(len(items), at + reach + 1))


def words(group: str) -> frozenset[str]:
    """The words of a group in `word_groups.csv`, in all languages.

    Raises:
        KeyError: there is no such group.
    """
    return frozenset(word_lists(_GROUPS)[group])


def read_items(text: str, language: str = "en") -> list[Item]:
    """The items of a sentence in order, by the lexicon of a language."""
    tokens = read_tokens(text)
    phrases = _phrases(language)
    lows = [token.low for token in tokens]
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "mark":
            items.append(Item("mark", token.text, "", token.text, token.start, token.end))
            at += 1
            continue
        if (length := _nobody(tokens, at)) is not None:
            last = tokens[at + length - 1]
            items.append(Item("none", "", "", "no", token.start, token.end, token.text[0].isupper()))
            items.append(Item("object", "human", "", "person", last.start, last.end))
            at += length
            continue
        known = phrases.longest(lows, at)
        if known is not None:
            meaning, length = known
            low = token.low if length == 1 else " ".join(lows[at : at + length])
            capital = token.text[0].isupper()
            items.append(Item(*meaning, low, token.start, tokens[at + length - 1].end, capital))
            at += length
            continue
        if not may_begin(token):
            items.append(Item("word", "", "", token.low, token.start, token.end, token.text[0].isupper()))
            at += 1
            continue
        number, following = number_at(tokens, at)
        if number is None:
            items.append(Item("word", "", "", token.low, token.start, token.end, token.text[0].isupper()))
        else:
            items.append(_number_item(tokens, at, number, phrases))
        at = following
    return items


def _nobody(tokens: list[Token], at: int) -> int | None:
    """The number of words that mean `nobody`, which is read as `no person`; None for other words."""
    low = tokens[at].low
    follower = tokens[at + 1].low if at + 1 < len(tokens) else ""
    is_object = at > 0 and tokens[at - 1].low.endswith("ed") and follower != "of"  # `convicted none`
    if low in ("nobody", "no-one") or (low == "none" and is_object):
        return 1
    if low == "no" and at + 1 < len(tokens) and tokens[at + 1].low == "one":
        return 2
    return None


def _number_item(tokens: list[Token], at: int, number: Number, phrases: PhraseTable) -> Item:
    before = tokens[at - 1].low if at > 0 else ""
    kind = "num"
    if number.kind != "count" or before in _NO_COUNT_BEFORE or _is_bullet_money(tokens, at):
        kind = "misc" if number.kind != "ordinal" else "word"
    elif number.printed_year and _is_year_numeral(tokens, at, before, phrases):
        kind = "year"
    low = " ".join(token.low for token in tokens[at : at + 1])
    return Item(kind, "", "", low, number.start, number.end, number=number)


def _is_bullet_money(tokens: list[Token], at: int) -> bool:
    """Recovered text prints a bullet where a currency sign stood."""
    return at > 0 and tokens[at - 1].text == "•" and tokens[at - 1].end == tokens[at].start


def _is_year_numeral(tokens: list[Token], at: int, before: str, phrases: PhraseTable) -> bool:
    """Whether a four-digit numeral is a year: not after a verb that counts and before a counted noun."""
    if before in _YEAR_BEFORE or before in (",", "(", "-", "–", "—", "/", ";", ""):
        return True
    following = phrases.single(tokens[at + 1].low) if at + 1 < len(tokens) else None
    return following is None or following.kind not in ("object", "type", "act")


@cache
def read_actions(language: str = "en") -> tuple[Action, ...]:
    """The actions of the lexicon of a language.

    Raises:
        ValueError: an action has an unknown form or marker.
    """
    actions = []
    for row in _rows(language):
        kind, value, form, mark = _parts(row["class"])
        if kind == "act":
            if form not in _FORMS or mark not in ("", "beside"):
                raise ValueError(f"lexicon: {row['form']!r} is {row['class']!r}; write act.measure.form[.beside]")
            actions.append(Action(row["form"], value, form, alone=not mark))
    return tuple(actions)


def _rows(language: str) -> list[dict[str, str]]:
    return [row for row in rows("lexicon.csv", package="sources.language") if row["language"] == language]


def _parts(name: str) -> tuple[str, str, str, str]:
    """The parts of a class: kind, value, form of an action, and its marker `beside`."""
    kind, value, form, mark, *_ = (*name.split("."), "", "", "")
    return kind, value, form, mark


@cache
def _phrases(language: str) -> PhraseTable:
    """The lexicon of a language."""
    phrases: dict[tuple[str, ...], Meaning] = {}
    joined: dict[tuple[str, ...], Meaning] = {}
    for row in _rows(language):
        kind, value, form, _ = _parts(row["class"])
        words = tuple(row["form"].split())
        if words in phrases:
            raise ValueError(f"lexicon: {row['form']!r} occurs twice")
        phrases[words] = Meaning(kind, value, form)
        if len(words) == 2 and kind == "type":
            joined[("-".join(words),)] = phrases[words]
    if repeated := phrases.keys() & joined.keys():
        raise ValueError(f"lexicon: {' '.join(*repeated)!r} occurs twice")
    return PhraseTable([*phrases.items(), *joined.items()])

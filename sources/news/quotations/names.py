"""Names of persons in the words around a quotation, and the words that are no names: `data/words.csv`.

A run of capitalised words is the name of a person unless it names a body, a place, a day or an office. Where it is not
clear, it is no name: a quotation without a speaker is better than one with a wrong speaker.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from sources.language.country_names import find_countries
from sources.reference.data import rows

_PARTICLES: Final = "bin|binti|al|van|von|der|den|de|da|do|dos|das|del|di|du|la|las|los|le|ul|bint|ibn"
_CAPITALISED: Final = r"[A-ZÀ-ÞŠŽĀ-Ž](?:[\w’'-]*[\w’']|\.)?"
RUN: Final = (
    rf"{_CAPITALISED}(?:(?:\s(?:{_PARTICLES})){{1,2}}(?=\s[A-ZÀ-Þ])|\s(?:[A-Z]\.)+|\s{_CAPITALISED})*"
    r"(?:,?\s(?:Jr|Sr)\.|(?<=\s[JS]r)\.|,?\s(?:III?|IV)\b)?"
)
"""A run of capitalised words, with the particles of names between them and `Jr.` after them."""
_RUN: Final = re.compile(rf"(?:(?<![\w’'-])|(?<=\b[ldLD][’'])){RUN}")
_RUNS_KEPT: Final = 4_096
"""Runs of capitalised words whose names are kept: an article names the same persons and bodies again and again."""
_AFTER_OFFICE: Final = re.compile(
    r"\s(?:(?:of|for)\s(?:the\s)?|de\s(?:l[ao]s?\s)?|de\sl[’']|d[’']|(?:del|d[ao]s?|du|des|en|em|para|pour)\s)$"
)
"""What stands between an office and its body: `director of`, `ministro de`, `président de l’`."""
_MIN_PARTS_WITH_SMALL: Final = 3
"""`Le Monde` is no person, `Le Thi Hoa` is one."""
_GENERATION: Final = re.compile(r",?\s(?:Jr\.|Sr\.|III?|IV)$")


class Named(NamedTuple):
    """A person's name in a phrase: the name, what is before and what is after it in the phrase."""

    name: str
    before: str
    after: str


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind: `office`, `rank`, `title`, `body`, `no_name`, and so on."""
    return frozenset(row["word"] for row in rows("words.csv", package="sources.news.quotations") if row["kind"] == kind)


def has_office(text: str) -> bool:
    """Whether a phrase names an office or an occupation."""
    return any(_is_office(word) or word.rstrip("’'s") in words("office") for word in _words(text))


def names_a_body(text: str) -> bool:
    """Whether a phrase names a body: a ministry, a company, a newspaper."""
    return any(word in words("body") for word in _words(text)) or _is_acronym(text.strip())


def persons_in(phrase: str) -> list[Named]:
    """The names of persons in a phrase, in order."""
    found = []
    for run in _RUN.finditer(phrase):
        name = person_of(run[0])
        if name is not None and run[0].startswith(name) and _AFTER_OFFICE.search(phrase[: run.start()]):
            name = _after_body(name)
        if name is not None:
            start = run.start() + run[0].index(name)
            end = start + len(name)
            found.append(Named(re.sub(r"[’']s?$", "", name), phrase[:start], phrase[end:]))
    return found


@lru_cache(maxsize=_RUNS_KEPT)
def person_of(run: str) -> str | None:
    """The name in a run of capitalised words: what follows the last title, office or body; None if nothing does."""
    parts = run.split()
    generation = _GENERATION.search(run)
    if generation is not None:
        parts = run[: generation.start()].split()
    last = max((place for place, part in enumerate(parts) if _is_no_part_of_name(part)), default=-1)
    titles, name = parts[: last + 1], parts[last + 1 :]
    while len(name) > 2 and find_countries(name[0]):
        titles.append(name.pop(0))  # `Ambassador to Malaysia Joseph Yun`
    while name and name[0].casefold() in words("no_name"):
        name.pop(0)
    if titles and len(name) > 1 and name[0] in _PARTICLES.split("|"):
        name = _after_body_parts(name[1:])  # `Ministro de Justicia Juan Ruiz`
    if (
        not name
        or (name[0].casefold() in words("small") and len(name) < _MIN_PARTS_WITH_SMALL)
        or _is_place_or_acronym(" ".join(name))
    ):
        return None
    if len(name) == 1 and not titles and not _can_be_surname(name[0]):
        return None
    text = " ".join(name) + (generation[0] if generation is not None else "")
    return text if text in run else None


def ends_with_preposition(phrase: str) -> bool:
    """Whether a name after a phrase is what an office belongs to: `director of`."""
    return _AFTER_OFFICE.search(f" {phrase.strip()} ") is not None


def _after_body(name: str) -> str | None:
    """The name at the end of a run that begins with a body: `of Public Affairs Ann Bell`; None for a body alone."""
    return " ".join(_after_body_parts(name.split())) or None


def _after_body_parts(parts: list[str]) -> list[str]:
    return parts[-2:] if len(parts) > 2 else []


def surname_of(name: str) -> str:
    """The surname by which a person is named later, in lower case."""
    plain = _GENERATION.sub("", re.sub(r"[’']s?$", "", name))
    return plain.rsplit(maxsplit=1)[-1].casefold() if plain.split() else ""


def has_title(run: str) -> bool:
    """Whether a run of capitalised words begins with a title or an office."""
    first = run.split(maxsplit=1)[0].casefold().rstrip(".")
    return first in words("title") or first in words("office")


def _is_no_part_of_name(part: str) -> bool:
    word = re.sub(r"[’']s?$", "", part.casefold().rstrip("."))
    is_initial = len(part) == 2 and part.endswith(".")
    if is_initial:
        return False
    is_owner = part.endswith(("’s", "'s"))
    return is_owner or word in words("title") or _is_office(word) or word in words("body")


def _is_office(word: str) -> bool:
    """Whether a word is an office; also one of two words: `prosecutor-general`, `vice-ministre`."""
    if word in words("office"):
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(part in words("office") or part in words("title") or part == "ex" for part in parts)


def _can_be_surname(word: str) -> bool:
    plain = re.sub(r"[’']s?$", "", word)
    return len(plain) > 1 and plain.casefold() not in words("no_name") and not plain.isupper()


def _is_place_or_acronym(name: str) -> bool:
    if _is_acronym(name):
        return True
    mentions = find_countries(name)
    return any(mention.start == 0 and mention.end == len(name) for mention in mentions)


def _is_acronym(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return " " not in text and len(letters) > 1 and all(character.isupper() for character in letters)


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_][\w’'.-]*", text)
    return [re.sub(r"^(?:l|d|qu)[’']", "", word.casefold()).rstrip(".") for word in found]

"""Names of persons in the words around a quotation, and the words that are no names: `data/words.csv`.

A run of capitalised words is the name of a person unless it names a body, a place, a day or an office. Where it is not
clear, it is no name: a quotation without a speaker is better than one with a wrong speaker.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from sources.language.country_names import find_countries
from sources.language.word_lists import word_lists
from sources.reference.data import rows

_PARTICLES: Final = "bin|binti|al|van|von|der|den|de|da|do|dos|das|del|di|du|la|las|los|le|ul|bint|ibn"
_CAPITALISED: Final = r"(?:St\.|(?:al|el|as|an)-[A-Z][\w’'-]+|(?:[A-Z]\.){2,}|[A-ZÀ-ÞŠŽĀ-Ž](?:[\w’'-]*[\w’']|\.)?)"
RUN: Final = (
    rf"{_CAPITALISED}(?:(?:\s(?:{_PARTICLES})){{1,2}}(?=\s[A-ZÀ-Þ])|\s(?:[A-Z]\.)+|\s(?:al|el|ul|bin|an|as)-[A-Z][\w’'-]*"
    rf"|\s{_CAPITALISED})*"
    r"(?:,?\s(?:Jr|Sr)\.|(?<=\s[JS]r)\.|,?\s(?:III?|IV)\b)?"
)
"""A run of capitalised words, with the particles of names between them and `Jr.` after them."""
_RUN: Final = re.compile(rf"(?:(?<![\w’'-])|(?<=\b[ldLD][’'])){RUN}")
_ROMANCE: Final = frozenset(("es", "fr", "pt"))
_RUNS_KEPT: Final = 4_096
"""Runs of capitalised words whose names are kept: an article names the same persons and bodies again and again."""
_AFTER_OFFICE: Final = re.compile(
    r"\s(?:(?:of|for|in|at|from)\s(?:the\s)?|de\s(?:l[ao]s?\s)?|de\sl[’']|d[’']|(?:del|d[ao]s?|du|des|en|em|para|pour)\s)$"
)
"""What stands between an office and its body: `director of`, `ministro de`, `président de l’`."""
_GIVEN_NAMES: Final = word_lists("name_words.csv")["given_name"]
"""Countries and capitals that people are given as a name."""
_MIN_PARTS_WITH_SMALL: Final = 3
"""`Le Monde` is no person, `Le Thi Hoa` is one."""
_GENERATION: Final = re.compile(r",?\s(?:Jr\.|Sr\.|III?|IV)$")


class Named(NamedTuple):
    """A person's name in a phrase: the name, what is before and what is after it in the phrase."""

    name: str
    before: str
    after: str


def words(kind: str) -> frozenset[str]:
    """The words of a kind: `office`, `rank`, `title`, `body`, `no_name`, and so on."""
    return _words_by_kind()[kind]


def romance_offices() -> frozenset[str]:
    """The offices of languages in which what an office is of follows it: `fiscal general de la República`."""
    return _words_by_kind()["romance"]


@cache
def _words_by_kind() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("words.csv", package="sources.news.quotations"):
        found.setdefault(row["kind"], set()).add(row["word"])
        if row["kind"] == "office" and row["language"] in _ROMANCE:
            found.setdefault("romance", set()).add(row["word"])
    return {kind: frozenset(kept) for kind, kept in found.items()}


@lru_cache(maxsize=_RUNS_KEPT)
def has_office(text: str) -> bool:
    """Whether a phrase names an office or an occupation."""
    occupations = words("occupation").intersection(re.findall(r"\w+", text))  # `Cook` is a surname
    return bool(occupations) or any(_is_office(word) or word.rstrip("’'s") in words("office") for word in _words(text))


def names_a_body(text: str) -> bool:
    """Whether a phrase names a body: a ministry, a company, a newspaper."""
    return any(word in words("body") for word in _words(text)) or _is_acronym(text.strip())


def persons_in(phrase: str) -> list[Named]:
    """The names of persons in a phrase, in order."""
    found = []
    for run in _RUN.finditer(phrase):
        name = person_of(run[0])
        if name is not None and _is_owner(run[0].removesuffix(name), phrase[: run.start()]):
            continue
        if name is not None and _is_modifier(run[0], phrase[run.end() :]):
            continue
        if name is not None and run[0].startswith(name) and _AFTER_OFFICE.search(phrase[: run.start()]):
            name = _after_body(name)
        if name is not None:
            start = run.start() + run[0].index(name)
            end = start + len(name)
            found.append(Named(re.sub(r"[’']s?$", "", name), phrase[:start], phrase[end:]))
    return found


def _is_modifier(run: str, after: str) -> bool:
    """Whether a single word only says which office: `Boat owner`, `Police chief`."""
    following = re.match(r"\s[a-z][\w-]*", after)
    return " " not in run and following is not None and has_office(following[0])


def _is_owner(titles: str, before: str) -> bool:
    """Whether a person only says whose somebody is: `a spokesman for President A`, `the father of Mr. B`."""
    last = titles.split()[-1:]
    plain = last[0].casefold().rstrip(".") if last else ""
    is_person = plain in words("rank") or _is_office(plain) or plain in words("honorific")
    return is_person and plain not in words("body") and _AFTER_OFFICE.search(before) is not None


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
    is_of_body = bool(titles) and titles[-1].casefold() in words("body") | words("domain")
    if len(name) == 1 and (is_of_body or (not titles and not _can_be_surname(name[0]))):
        return None
    text = " ".join(name) + (generation[0] if generation is not None else "")
    return text if text in run else None


def _after_body(name: str) -> str | None:
    """The name at the end of a run that begins with a body: `of Public Affairs Ann Bell`; None for a body alone."""
    return " ".join(_after_body_parts(name.split())) or None


def _after_body_parts(parts: list[str]) -> list[str]:
    return parts[-2:] if len(parts) > 2 and parts[-2][:1].isupper() else []


def surname_of(name: str) -> str:
    """The surname by which a person is named later, in lower case."""
    plain = _GENERATION.sub("", re.sub(r"[’']s?$", "", name))
    return plain.rsplit(maxsplit=1)[-1].casefold() if plain.split() else ""


def has_title(run: str) -> bool:
    """Whether a run of capitalised words begins with a title or an office."""
    first = run.split(maxsplit=1)[0].casefold().rstrip(".")
    return first in words("title") or first in words("honorific") or first in words("office")


def _is_no_part_of_name(part: str) -> bool:
    word = re.sub(r"[’']s?$", "", part.casefold().rstrip("."))
    is_initial = len(part) == 2 and part.endswith(".")
    if is_initial:
        return False
    is_owner = part.endswith(("’s", "'s"))
    return (
        is_owner
        or any(word in words(kind) for kind in ("title", "honorific", "domain"))
        or _is_office(word)
        or word in words("body")
    )


@lru_cache(maxsize=_RUNS_KEPT)
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
    is_branch = name.rsplit(maxsplit=1)[-1] not in _GIVEN_NAMES  # `Caritas Lebanon`
    return any(mention.end == len(name) and (mention.start == 0 or is_branch) for mention in mentions)


def _is_acronym(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return " " not in text and len(letters) > 1 and all(character.isupper() for character in letters)


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_][\w’'.-]*", text)
    return [re.sub(r"^(?:l|d|qu)[’']", "", word.casefold()).rstrip(".") for word in found]

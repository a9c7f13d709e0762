"""Speakers: the persons that an article names, with their offices, and the speaker named next to a quotation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from sources.language.country_names import find_countries

REPORT: Final = "report"
"""The `speaker` of quotations of the report itself."""


class Person(NamedTuple):
    """A speaker and the affiliation as printed; the name is None if no person is named."""

    name: str | None
    affiliation: str | None = None


_SEARCH_LENGTH: Final = 260  # characters before and after a quotation that are searched for its speaker
_SAID: Final = (
    r"(?:said|says|told|states?|stated|notes?|noted|warns|warned|reads|finds|found|argues|argued|concludes"
    r"|concluded|shows|explains|explained|points\sout|pointed\sout|added|adds|commented|observed|continued"
    r"|insisted"
    r"|claimed"
    r"|acknowledged|remarked|declared|replied|recalled|stressed|complained|admitted|wrote|writes|emphasi[sz]ed"
    r"|lamented|conceded|asked|announced|maintained|reiterated|tweeted"
    r"|dijo|dice|afirmó|señaló|declaró|explicó|aseguró|disse|diz|afirmou|declarou|explicou"
    r"|a\s(?:déclaré|dit|affirmé|expliqué|estimé|ajouté)|déclare|affirme|explique|estime)"
)
_SAID_OR_MORE: Final = (
    rf"(?:{_SAID}|cited|called|described|praised|critici[sz]ed|welcomed|accused|promised|urged|referred|vowed)"
)
_NAME: Final = (
    r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*"
    r"(?:\s(?:bin|binti|al|van|von|der|den|de|da|dos|del|la|ul|bint|ibn|[A-Z]\.|[A-ZÀ-Þ][\w’'-]+)){1,7}"
)
_ONE_NAME: Final = r"[A-ZÀ-Þ][a-zß-ÿ’'-]+(?:-[A-Z][a-z]+)?"
_PRONOUN: Final = r"(?:[Hh]e|[Ss]he|[Tt]hey)\b"
_REPORT_NAME: Final = (
    r"(?:[Tt]he|[Ii]ts|[Tt]his|[Tt]hat)\s(?:[\w’'-]+\s){0,4}?(?:report|assessment|document|narrative"
    r"|department)"
    r"(?:[’']s\sauthors)?(?![\w-])|(?:the\s)?(?:US\s|U\.S\.\s)?(?:State\sDepartment|Department\sof\sState)"
    r"|Washington"
)
_WHO: Final = rf"(?:(?P<report>{_REPORT_NAME})|(?P<pronoun>{_PRONOUN})|(?P<name>{_NAME})|(?P<one>{_ONE_NAME}))"
_ADVERB: Final = r"(?:also\s|later\s|has\s|further\s|then\s|nonetheless\s|yesterday\s|reportedly\s)?"
_BETWEEN: Final = r"(?P<between>,\s[^.“”\"]{3,160}?,|\s\([^()]{1,30}\))?"
_SAID_WHO: Final = re.compile(rf"^[\s,]*{_SAID}\s(?P<role>(?:[^\W\d][\w’'-]*\s){{0,9}}?){_WHO}(?=[\s,.;:(]|$)")
_WHO_SAID: Final = re.compile(rf"^[\s,]*(?P<role>(?:[^\W\d][\w’'-]*\s){{0,9}}?){_WHO}{_BETWEEN}\s{_ADVERB}{_SAID}\b")
_ACCORDING: Final = re.compile(rf"^[\s,]*according\sto\s(?P<role>(?:[^\W\d][\w’'-]*\s){{0,6}}?){_WHO}")
_BEFORE: Final = re.compile(
    rf"(?:(?P<pronoun>{_PRONOUN})|(?P<name>{_NAME})|(?P<one>{_ONE_NAME})){_BETWEEN}\s{_ADVERB}{_SAID_OR_MORE}\b"
    rf"|(?P<report>{_REPORT_NAME})\s{_ADVERB}{_SAID_OR_MORE}\b"
)
_INNER: Final = re.compile(r"[“\"][^“”\"]{0,80}[”\"]")
_REPORT_BEFORE: Final = re.compile(
    r"\b(?:the|this|that|its|2\d{3})\s(?:[\w-]+\s){0,5}(?:report|State\sDepartment"
    r"|assessment)\b[^.“”\"]{0,120}$"
    r"|\breport(?:[’']s)?\b[^.“”\"]{0,80}$",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(
    r"^,\s(?P<text>(?!who\b|which\b|adding\b|noting\b|but\b|and\b|saying\b|as\b|in\san?\b|on\b|after\b"
    r"|when\b|a\sday\b)"
    r"[^.;“”\"\n]{3,160}?)(?=[.;“”\"\n]|,\s(?:said|says|told|who|adding|in\s|on\s|after|as\s|when|during"
    r"|at\s(?:a|the)\s)|,?\s(?:said|told)\b|,$|$)"
)
_OFFICE: Final = re.compile(
    r"\b(?:director|minister|spokes\w+|founder|chief|head|heads|president|coordinator|official|officer"
    r"|ambassador"
    r"|secretary|manager|chair\w*|professor|lawyer|executive|commissioner|general|member|adviser|advisor"
    r"|researcher"
    r"|analyst|activist|leader|senator|deputy|representative|boss|governor|judge|prosecutor|colonel|captain"
    r"|fellow|barrister|attorney|inspector|organi[sz]er|chaplain|economist|statistician|scholar|worker|campaigner"
    r"|portavoz|directora|abogad[oa]|coordinadora?|fundadora?|president[ae]|diretora?|porta-voz|coordenadora?|advogad[oa]"
    r"|porte-parole|directeur|directrice|fondat(?:eur|rice)|avocate?|coordinat(?:eur|rice)|présidente?)\b",
    re.IGNORECASE,
)
_TITLES: Final = frozenset(
    "secretary state ambassador ambassador-at-large president prime minister general colonel major captain lieutenant"
    " senator deputy spokesman spokeswoman spokesperson assistant undersecretary professor attorney police chief"
    " justice"
    " foreign director-general director commissioner inspector brigadier dr dr. mr mr. mrs mrs. ms ms. rep rep."
    " sen sen."
    " gen gen. col. lt. hon hon. prof prof. interior labor labour security home affairs".split()
)
_NOT_NAMES: Final = frozenset(
    "the this that these those but and meanwhile however according in on at while as it we i one two three four"
    " five six"
    " seven eight nine ten sixteen some many officials trafficking tier united human countries governments critics"
    " monday tuesday wednesday thursday friday saturday sunday watch list".split()
)


@dataclass
class People:
    """The persons of an article by surname."""

    by_surname: dict[str, Person]

    @classmethod
    def of_text(cls, text: str) -> "People":
        """All persons of a text with a first name and a surname who say something or have an office."""
        people = cls({})
        for found in re.finditer(_NAME, text):
            name, title = split_title(found[0])
            if name is None:
                continue
            lead = text[max(0, found.start() - 90) : found.start()].rsplit("\n", maxsplit=1)[-1]
            office = _office_after(text[found.end() : found.end() + 180]) or _office_before(lead, title)
            says = re.match(rf"{_BETWEEN}\s{_ADVERB}{_SAID_OR_MORE}\b", text[found.end() : found.end() + 200])
            said_before = re.search(rf"{_SAID}\s(?:[\w’'-]+\s){{0,8}}$", lead)
            if office is not None or says or said_before:
                people.add(Person(name, office))
        return people

    def add(self, person: Person) -> Person:
        """Adds a person. The first full name and the first office of a person are kept."""
        if person.name is None:
            return person
        known = self.by_surname.get(_surname(person.name))
        full_name = known.name if known is not None and known.name and " " in known.name else person.name
        office = known.affiliation if known is not None and known.affiliation else person.affiliation
        merged = Person(full_name, office)
        self.by_surname[_surname(person.name)] = merged
        return merged

    def person_named(self, name: str) -> Person | None:
        """The person with a surname; None if it is unknown."""
        return self.by_surname.get(_surname(name))


def adjacent_speaker(text: str, start: int, end: int, people: People, last: Person | None) -> Person | None:
    """The speaker named next to a quotation; None if no speaker is named there.

    Args:
        text: the text of the article.
        start: start of the quotation.
        end: end of the quotation.
        people: the persons of the article.
        last: the last named speaker, whom `he said` means.
    """
    after = text[end : end + _SEARCH_LENGTH].split("\n", maxsplit=1)[0]
    before = text[max(0, start - _SEARCH_LENGTH) : start].rsplit("\n", maxsplit=1)[-1]
    for form in (_SAID_WHO, _WHO_SAID, _ACCORDING):
        found = form.match(after)
        person = _person(found, after, people, last) if found is not None else None
        if person is not None:
            return person
    for found in _nearest_first(before):
        person = _person(found, before, people, last)
        if person is not None:
            return person
    return Person(REPORT) if _REPORT_BEFORE.search(_INNER.sub(" ", before)) else None


def speaker_before(text: str, start: int, end: int, people: People) -> Person | None:
    """The last person named as a speaker between two quotations."""
    latest: Person | None = None
    for found in _BEFORE.finditer(text, max(start, end - 1_500), end):
        if found["name"] or found["one"]:
            person = _person(found, text, people, None)
            latest = person if person is not None and person.name not in (None, REPORT) else latest
    return latest


def _nearest_first(before: str) -> Iterator[re.Match[str]]:
    """Matches of speakers before a quotation in the same sentence, the nearest first."""
    found = list(_BEFORE.finditer(before))
    for match in reversed(found):
        if not re.search(r"[.“”\"]", before[match.end() :]):
            yield match


def _person(found: re.Match[str], place: str, people: People, last: Person | None) -> Person | None:
    if found["report"]:
        return Person(REPORT)
    if found["pronoun"]:
        return last if last is not None else Person(None)
    if found["name"]:
        name, title = split_title(found["name"])
        if name is None:
            return None
        fields = found.groupdict()
        between = (fields.get("between") or "").strip(" ,()")
        office = between if _OFFICE.search(between) else _office_after(place[found.end("name") :])
        lead = (fields.get("role") or "") or place[: found.start("name")]
        return people.add(Person(name, office or _office_before(lead, title)))
    return _person_by_surname(found["one"], people)


def _person_by_surname(one: str | None, people: People) -> Person | None:
    if one is None or one.casefold() in _NOT_NAMES or find_countries(one):
        return None
    return people.person_named(one) or Person(one)


def split_title(printed: str) -> tuple[str | None, str | None]:
    """Name and titles of a printed name: `Justice Secretary Ana Cruz`. The name is None if there are only titles."""
    words = printed.split()
    last = max((place for place, word in enumerate(words) if word.casefold() in _TITLES), default=-1)
    name, title = words[last + 1 :], words[: last + 1]
    while len(name) > 2 and find_countries(name[0]):
        title.append(name.pop(0))  # `Ambassador to Malaysia Joseph Yun`
    if not name or name[0].casefold() in _NOT_NAMES or (len(name) < 2 and not title):
        return None, None
    return re.sub(r"[’']s$", "", " ".join(name)), " ".join(title) or None


def _office_after(following: str) -> str | None:
    """The office between commas after a name."""
    found = _AFTER_NAME.match(following)
    if found is None or not _OFFICE.search(found["text"]):
        return None
    return _one_line(found["text"])


def _office_before(lead: str, title: str | None) -> str | None:
    """The office before a name, with the title of the name: `US Ambassador to Malaysia`, `Ministry spokesman`."""
    found = re.search(
        r"(?:(?:[A-Z][\w’'.-]*|of|to|for|the|and|spokes\w+|chief|director|head|official|minister"
        r"|senior)[,\s]\s?){1,9}$",
        lead,
    )
    words = f"{found[0] if found else ''} {title or ''}".strip(" ,")
    words = re.sub(r"^(?:the|and|of|to|for)\s", "", words, flags=re.IGNORECASE)
    return _one_line(words) if _OFFICE.search(words) or (title and words) else None


def _one_line(text: str) -> str | None:
    return re.sub(r"\s+", " ", text).strip(" ,") or None


def _surname(name: str) -> str:
    return re.sub(r"[’']s$", "", name).rsplit(maxsplit=1)[-1].casefold()

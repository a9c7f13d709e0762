"""The speaker named beside a quotation: after it, before it in its sentence, or in the sentence that announces it."""

import re
from typing import Final

from sources.news.quotations.clauses import (
    ACCORDING_TO,
    ADVERBS,
    COORDINATION,
    MAX_SUBJECT,
    REACH,
    begins_with_person,
    clause_after,
    sentence_before,
    sentence_starts,
    speaker_of_sentence,
    subject_after,
    subject_before,
)
from sources.news.quotations.names import persons_in
from sources.news.quotations.people import REPORT, People, Person
from sources.news.quotations.subject import begins_like_subject, speaker_in
from sources.news.quotations.verbs import Verb, find_verbs

_MAX_SINCE: Final = 1_500
"""Characters before a quotation that are searched for the person whom a pronoun means."""
_MAX_SUBJECT_OF_SENTENCE: Final = 120  # characters
_MAX_OWN_SENTENCE: Final = 4
"""Words after the verb of a sentence that only names the speaker of a quotation before it: `“....” Bell said.`"""
_REPORT_BEFORE: Final = re.compile(
    r"\b(?:the|this|that|its|2\d{3})\s(?:[\w-]+\s){0,5}(?:report|State\sDepartment|assessment)\b[^.“”\"]{0,120}$"
    r"|\breport(?:[’']s)?\b[^.“”\"]{0,80}$"
    r"|\b(?:el|o|le|del|do|du)\s(?:informe|reporte|relatório|rapport)\b[^.“”«»\"]{0,80}$",
    re.IGNORECASE,
)
_INNER: Final = re.compile(r"[“\"][^“”\"]{0,80}[”\"]")
_AGENT: Final = re.compile(
    r"^[^.;:“”«»\"]{0,40}?\b(?:by|por|pel[ao]s?|par)\s(?P<who>[^;:“”«»\"]+?)(?:\s(?:as|como|comme|de|d[’'])\s?|,\s)?$"
)
"""Who speaks in the passive: `were described by A as “...”`."""
_IN_THE_VIEW_OF: Final = re.compile(r"^\s*(?:(?:Já|Mas|Pero|Mais)\s)?(?:For|Para|Pour)\s(?P<who>.+)$", re.DOTALL)
_AND_TO_SAY: Final = re.compile(r"^\s*Et\s(?:de\s|d[’'])\w+(?:er|re|ir)\s?:?\s*$")
"""`Et d'ajouter : « ... »`, of the speaker before."""
_CONTINUED: Final = re.compile(r"^\s*(?:Y|E|Además|Luego|También|Também|Depois|Ainda)?,?\s*$", re.IGNORECASE)


def adjacent_speaker(text: str, start: int, end: int, people: People, last: Person | None) -> Person | None:
    """The speaker named beside a quotation; a person without a name where somebody unnamed speaks; None for nobody.

    Args:
        text: the text of the article.
        start: start of the quotation.
        end: end of the quotation.
        people: the persons of the article.
        last: the last named person, whom `he said` means.
    """
    after = _after(clause_after(text, end), people, last, ends_sentence=_ends_sentence(text[start:end]))
    if after is not None:
        return after
    before = text[max(0, start - REACH) : start].rsplit("\n", maxsplit=1)[-1]
    found = _before(before, people, last)
    if found is not None:
        return found
    return Person(REPORT) if _REPORT_BEFORE.search(_INNER.sub(" ", before)) else None


def announced_speaker(text: str, start: int, people: People, last: Person | None) -> Person | None:
    """The speaker in the paragraph before, where that ends with a colon; None where it does not."""
    previous = text[max(0, start - 2 * REACH) : start].rstrip().rsplit("\n", maxsplit=1)[-1]
    if not previous.endswith(":"):
        return None
    return _before(previous, people, last) or Person(None)


def person_before(text: str, start: int, end: int, people: People) -> Person | None:
    """The last person between two quotations who says something or is the subject of a sentence."""
    latest: tuple[int, Person] | None = None
    place = max(start, end - _MAX_SINCE)
    between = text[place:end]
    for verb in find_verbs(between, "beside", "before"):
        subject = subject_before(between[max(0, verb.start - MAX_SUBJECT) : verb.start])
        person = speaker_in(subject, people, None) if subject and not verb.is_passive else None
        if person is not None and person.name not in (None, REPORT):
            latest = verb.start, person
    for begin in sentence_starts(between):
        sentence = between[begin : begin + _MAX_SUBJECT_OF_SENTENCE]
        names = persons_in(sentence)
        person = people.person_named(names[0].name) if names and begins_with_person(sentence) else None
        if person is not None and (latest is None or begin > latest[0]):
            latest = begin, person
    return latest[1] if latest is not None else None


def _ends_sentence(quotation: str) -> bool:
    return re.search(r"\.[\s’']*.$", quotation[-4:]) is not None and not quotation[:-1].rstrip().endswith("...")


def _after(clause: str, people: People, last: Person | None, *, ends_sentence: bool) -> Person | None:
    """The speaker in the words after a quotation: `said A`, `A said`, `according to A`."""
    plain = re.sub(r"^[\s,–—-]+", "", clause)
    if COORDINATION.match(plain):
        return None
    found = find_verbs(plain, "beside", "after")
    if found and not ends_sentence and re.fullmatch(ADVERBS, plain[: found[0].start]):
        return _after_verb(plain, found[0], people, last)
    according = ACCORDING_TO.match(plain)
    if according is not None:
        return _according_to(plain[according.end() :], people, last)
    found = [verb for verb in find_verbs(plain, "beside") if verb.start <= MAX_SUBJECT]
    if not found:
        return _of_unknown_verb(clause, plain, people)
    if ends_sentence and len(plain[found[0].end :].split()) > _MAX_OWN_SENTENCE:
        return None
    subject = re.sub(rf"\s{ADVERBS}$", "", plain[: found[0].start]).strip(" ,")
    if begins_like_subject(subject):
        return speaker_in(subject, people, last)
    subject = subject_before(plain[: found[0].start])
    return speaker_in(subject, people, last) if persons_in(subject) else None


def _after_verb(plain: str, verb: Verb, people: People, last: Person | None) -> Person | None:
    """The speaker after a verb: `said A`, `declaró a Efe el ministro B`, `sourit-elle`; the last one of `agregó`."""
    if verb.pronoun is not None:
        return people.meant_by(verb.pronoun, last)
    who = subject_after(plain[verb.end :])
    found = speaker_in(who, people, last, is_after_verb=True) if who else None
    return found or (last or Person(None) if verb.drops_subject else None)


def _according_to(who: str, people: People, last: Person | None) -> Person | None:
    """Who is named after `according to`, also after a verb: `según explicó A`."""
    verb = next(iter(find_verbs(who[:40], "beside", "after")), None)
    named = who[verb.end :] if verb is not None and not who[: verb.start].strip() else who
    return speaker_in(subject_after(named), people, last, is_after_verb=True)


def _of_unknown_verb(clause: str, plain: str, people: People) -> Person | None:
    """The person right after a quotation, before a verb that is in no list: `,” Benioff weighed in`."""
    named = persons_in(plain[:60])
    if not clause.startswith(" ") or not named or named[0].before.strip():
        return None
    if re.match(r"\s\w+ed\b", named[0].after) is None:
        return None
    known = people.person_named(named[0].name)
    return known if known is not None else Person(named[0].name) if " " in named[0].name else None


def _before(before: str, people: People, last: Person | None) -> Person | None:
    """The speaker in the words before a quotation in its sentence, at the nearest verb."""
    sentence = sentence_before(before)
    if _AND_TO_SAY.match(sentence):
        return last
    for verb in reversed(find_verbs(sentence, "beside", "before")):
        person = _of_verb_before(sentence, verb, people, last)
        if person is not None:
            return person
    according = ACCORDING_TO.search(sentence)
    if according is not None:
        return speaker_in(speaker_of_sentence(sentence[according.end() :]), people, last, is_after_verb=True)
    in_view = _IN_THE_VIEW_OF.match(sentence)
    viewer = speaker_in(speaker_of_sentence(in_view["who"]), people, last, is_after_verb=True) if in_view else None
    return viewer if viewer is not None and (viewer.name or viewer.affiliation) else None


def _of_verb_before(sentence: str, verb: Verb, people: People, last: Person | None) -> Person | None:
    """The subject of a verb before a quotation, or its agent in the passive."""
    if verb.is_passive:
        agent = _AGENT.search(sentence[verb.end :])
        return speaker_in(agent["who"], people, last, is_after_verb=True) if agent is not None else None
    if verb.pronoun is not None:
        return people.meant_by(verb.pronoun, last)
    subject = subject_before(sentence[max(0, verb.start - MAX_SUBJECT) : verb.start])
    if subject:
        return speaker_in(subject, people, last)
    return last if verb.drops_subject and _CONTINUED.match(sentence[: verb.start]) else None

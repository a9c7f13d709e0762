"""The speaker named beside a quotation: after it, before it in its sentence, or in the sentence that announces it."""

import re
from typing import Final

from sources.news.quotations.clauses import (
    ADVERBS,
    MAX_SUBJECT,
    REACH,
    clause_after,
    sentence_before,
    sentence_starts,
    subject_before,
    verbs,
)
from sources.news.quotations.names import persons_in
from sources.news.quotations.people import REPORT, People, Person
from sources.news.quotations.subject import begins_like_subject, speaker_in

_MAX_SINCE: Final = 1_500
"""Characters before a quotation that are searched for the person whom a pronoun means."""
_MAX_OWN_SENTENCE: Final = 4
"""Words after the verb of a sentence that only names the speaker of a quotation before it: `“....” Bell said.`"""
_CIRCUMSTANCE: Final = re.compile(
    r"\s(?:when|after|while|during|as|via|before|where|because|(?:at|in|on)\s(?:an?|the)|by\s(?:phone|telephone|email))"
    r"\s.*$|\s(?:on\s)?(?:last\s|this\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$|\s(?:yesterday|today)\b.*$",
    re.DOTALL,
)
_REPORT_BEFORE: Final = re.compile(
    r"\b(?:the|this|that|its|2\d{3})\s(?:[\w-]+\s){0,5}(?:report|State\sDepartment|assessment)\b[^.“”\"]{0,120}$"
    r"|\breport(?:[’']s)?\b[^.“”\"]{0,80}$",
    re.IGNORECASE,
)
_INNER: Final = re.compile(r"[“\"][^“”\"]{0,80}[”\"]")


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
    for verb in verbs("beside", "before").finditer(text, place, end):
        subject = subject_before(text[max(place, verb.start() - MAX_SUBJECT) : verb.start()])
        person = speaker_in(subject, people, None) if subject else None
        if person is not None and person.name not in (None, REPORT):
            latest = verb.start(), person
    between = text[place:end]
    for begin in sentence_starts(between):
        names = persons_in(between[begin : begin + 80])
        person = people.person_named(names[0].name) if names and not names[0].before.strip() else None
        if person is not None and (latest is None or place + begin > latest[0]):
            latest = place + begin, person
    return latest[1] if latest is not None else None


def _ends_sentence(quotation: str) -> bool:
    return re.search(r"\.[\s’']*.$", quotation[-4:]) is not None and not quotation[:-1].rstrip().endswith("...")


def _after(clause: str, people: People, last: Person | None, *, ends_sentence: bool) -> Person | None:
    """The speaker in the words after a quotation: `said A`, `A said`, `according to A`."""
    plain = re.sub(r"^[\s,–—-]+", "", clause)
    verb_first = re.match(rf"{ADVERBS}(?:{verbs('beside').pattern})\s(?P<rest>.+)$", plain, re.DOTALL)
    if verb_first is not None and not ends_sentence:
        who = _CIRCUMSTANCE.sub("", f" {verb_first['rest']}").strip()
        return speaker_in(who, people, last, is_after_verb=True)
    according = re.match(r"[Aa]ccording\sto\s(?P<rest>.+)$", plain, re.DOTALL)
    if according is not None:
        return speaker_in(_CIRCUMSTANCE.sub("", according["rest"]), people, last, is_after_verb=True)
    verb = verbs("beside").search(plain)
    if verb is None or verb.start() > MAX_SUBJECT:
        return _of_unknown_verb(clause, plain, people)
    if ends_sentence and len(plain[verb.end() :].split()) > _MAX_OWN_SENTENCE:
        return None
    subject = re.sub(rf"\s{ADVERBS}$", "", plain[: verb.start()]).strip(" ,")
    if begins_like_subject(subject):
        return speaker_in(subject, people, last)
    subject = subject_before(plain[: verb.start()])
    return speaker_in(subject, people, last) if persons_in(subject) else None


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
    for verb in reversed(list(verbs("beside", "before").finditer(sentence))):
        subject = subject_before(sentence[max(0, verb.start() - MAX_SUBJECT) : verb.start()])
        person = speaker_in(subject, people, last) if subject else None
        if person is not None:
            return person
    according = re.search(r"[Aa]ccording\sto\s(?P<who>.{2,120}?),\s*$", sentence)
    return speaker_in(according["who"], people, last, is_after_verb=True) if according is not None else None

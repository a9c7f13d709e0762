"""The speaker named beside a quotation: after it, before it in its sentence, or in the sentence that announces it."""

import re
from typing import Final

from sources.news.quotations.clauses import (
    ACCORDING_TO,
    ADVERBS,
    COORDINATION,
    MAX_SUBJECT,
    REACH,
    clause_after,
    person_at_start,
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
_QUOTED_AS: Final = re.compile(
    r"\b(?:quoted|quotes|cited|cites|quoting|citing)\s(?P<who>.{3,120}?)\sas\s(?:saying|calling|stating)\b"
)
_COPULA: Final = re.compile(r"\s(?:is|are|was|were|(?:has|have|had)\sbeen)\s$")
"""Before `quoted as saying`."""
_IT_SAID: Final = re.compile(
    r"[\s,–—-]*(?:(?:But|And|Yet)\s)?[Ii]t\s(?:also\s)?(?:says?|said|adds?|added|not\w+|stat\w+|f[io]und\w*|warn\w+)\b"
)
_REPORT_SUBJECT: Final = re.compile(r"\W*(?:The|This|That|Its)\s(?:[\w’'.-]+\s){0,6}report\b(?![’'])")
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
    after = _after(clause_after(text, end), text[start:end], people, last)
    if after is not None:
        return after
    before = text[max(0, start - REACH) : start].rsplit("\n", maxsplit=1)[-1]
    found = _before(before, people, last)
    if found is not None:
        return found
    if _means_report(text, start, end):
        return Person(REPORT)
    return Person(REPORT) if _REPORT_BEFORE.search(_INNER.sub(" ", before)) else None


def announced_speaker(text: str, start: int, people: People, last: Person | None) -> Person | None:
    """The speaker in the paragraph before, where that ends with a colon; None where it does not."""
    previous = text[max(0, start - 2 * REACH) : start].rstrip().rsplit("\n", maxsplit=1)[-1]
    if not previous.endswith(":"):
        return None
    return _before(previous, people, last) or Person(None)


def person_before(text: str, start: int, end: int, people: People) -> Person | None:
    """The last person between two quotations who says something or is the subject of a sentence."""
    between = text[max(start, end - _MAX_SINCE) : end]
    speaking = _last_speaking(between, people)
    subject = _last_subject(between, people, after=speaking[0] if speaking is not None else -1)
    return subject or (speaking[1] if speaking is not None else None)


def _last_speaking(text: str, people: People) -> tuple[int, Person] | None:
    """The last person who is the subject of a verb of saying, with the place of the verb."""
    for verb in reversed(find_verbs(text, "beside", "before")):
        subject = subject_before(text[max(0, verb.start - MAX_SUBJECT) : verb.start]) if not verb.is_passive else ""
        person = speaker_in(subject, people, None) if subject else None
        if person is not None and person.name not in (None, REPORT):
            return verb.start, person
    return None


def _last_subject(text: str, people: People, *, after: int) -> Person | None:
    """The last known person at the beginning of a sentence that begins after a place."""
    for begin in reversed(sentence_starts(text)):
        if begin <= after:
            return None
        named = person_at_start(text[begin : begin + _MAX_SUBJECT_OF_SENTENCE])
        person = people.person_named(named.name) if named is not None else None
        if person is not None:
            return person
    return None


def _means_report(text: str, start: int, end: int) -> bool:
    """Whether `it said` means the report, which is the subject of the sentence before."""
    before = text[max(0, start - 2 * REACH) : start]
    begins = before.rstrip()[-1:] in (*'.!?”"»\n',) or not before.strip()
    own = "" if begins else before[sentence_starts(before)[-1] :]
    if _IT_SAID.match(own or clause_after(text, end)) is None:
        return False
    earlier = before[: len(before) - len(own)].rstrip()
    starts = [begin for begin in sentence_starts(earlier) if begin < len(earlier)]
    return bool(starts) and _REPORT_SUBJECT.match(earlier[starts[-1] :]) is not None


def _ends_sentence(quotation: str) -> bool:
    return re.search(r"\.[\s’']*.$", quotation[-4:]) is not None and not quotation[:-1].rstrip().endswith("...")


def _after(clause: str, quotation: str, people: People, last: Person | None) -> Person | None:
    """The speaker in the words after a quotation: `said A`, `A said`, `according to A`."""
    plain = re.sub(r"^[\s,–—-]+", "", clause)
    if COORDINATION.match(plain):
        return None
    is_set_off = clause.lstrip()[:1] in (*",–—-",) or quotation.rstrip("”’\"'» \n")[-1:] in (*",!?…",)
    is_other_sentence = _ends_sentence(quotation) and not clause.startswith(",")
    found = find_verbs(plain, "beside", "after")
    if found and not is_other_sentence and _is_inverted(plain, found[0], is_set_off=is_set_off):
        return _after_verb(plain, found[0], people, last)
    according = ACCORDING_TO.match(plain)
    if according is not None:
        return _according_to(plain[according.end() :], people, last)
    if not found or found[0].start > MAX_SUBJECT:
        return _of_unknown_verb(clause, plain, people)
    is_long = len(plain[found[0].end :].split()) > _MAX_OWN_SENTENCE
    return None if is_other_sentence and is_long else _before_verb(plain[: found[0].start], people, last)


def _is_inverted(plain: str, verb: Verb, *, is_set_off: bool) -> bool:
    """Whether a verb is before its subject, or needs none. In Spanish, French and Portuguese a comma is before it."""
    has_subject = verb.drops_subject or verb.pronoun is not None or bool(plain[verb.end :].strip(" ,"))
    return (
        has_subject and (is_set_off or not verb.is_romance) and re.fullmatch(ADVERBS, plain[: verb.start]) is not None
    )


def _before_verb(words: str, people: People, last: Person | None) -> Person | None:
    """The speaker in the words between a quotation and the verb after it: `A, director of B, said`."""
    subject = re.sub(rf"\s{ADVERBS}$", "", _COPULA.sub(" ", words)).strip(" ,")
    if begins_like_subject(subject):
        return speaker_in(subject, people, last)
    subject = subject_before(words)
    return speaker_in(subject, people, last) if persons_in(subject) else None


def _after_verb(plain: str, verb: Verb, people: People, last: Person | None) -> Person | None:
    """The speaker after a verb: `said A`, `declaró a Efe el ministro B`, `sourit-elle`; the last one of `agregó`."""
    if verb.pronoun is not None:
        return people.meant_by(verb.pronoun, last)
    who = subject_after(plain[verb.end :], is_romance=verb.is_romance)
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
    quoted = _QUOTED_AS.search(sentence)
    if quoted is not None:
        return speaker_in(quoted["who"], people, last, is_after_verb=True)
    uses = ("beside", "before", "after") if sentence.rstrip().endswith(":") else ("beside", "before")
    for verb in reversed(find_verbs(sentence, *uses)):
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
    if verb.drops_subject and _CONTINUED.match(sentence[: verb.start]):
        return last
    subject = subject_before(sentence[max(0, verb.start - MAX_SUBJECT) : verb.start])
    return speaker_in(subject, people, last) if subject else None

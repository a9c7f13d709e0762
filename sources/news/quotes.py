"""Quotations: what is quoted, who says it, and for whom he speaks.

Direct speech stands between double quotation marks; a quotation that goes on over several paragraphs opens each of
them and closes once, and is one quotation. The speaker is named beside it (`... ,” said A, director of B`), or meant
by a pronoun, or is the report itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

REPORT: Final = "report"
"""The `speaker` of quotations of the report itself."""

_LONGEST: Final = 4_000
_MOST: Final = 2_000
"""Opening marks that are looked at; a page with more of them is no article, or no reader's."""
_REACH: Final = 260
_FEWEST_WORDS: Final = 4
"""Shorter pieces between marks are titles and single words, unless a speaker stands right beside them."""

_OPENERS: Final = "“«„"
_CLOSERS: Final = "”»"
_SAID: Final = (
    r"(?:said|says|told|states|notes|warns|reads|finds|found|argues|concludes|shows|explains|points out"
    r"|added|adds"
    r"|explained|noted|warned|argued|commented|stated|observed|continued|insisted|claimed|acknowledged"
    r"|concluded|remarked|declared|replied|recalled|stressed|complained|admitted|wrote|writes|emphasi[sz]ed"
    r"|pointed out|lamented|conceded|asked)"
)
_TITLE: Final = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sen|Rep|Rev|Amb)\.?|Secretary of State|Secretary|Ambassador"
    r"|President|Prime Minister|Minister"
    r"|General|Colonel|Senator|Deputy|Spokesman|Spokeswoman|Spokesperson|Ambassador-at-Large"
    r"|Assistant Secretary"
    r"|Professor|Attorney General|Police Chief)"
)
_NAME: Final = (
    r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*"
    r"(?:\s(?:bin|binti|al|van|von|der|den|de|da|dos|del|la|ul|bint|ibn|[A-Z]\.|[A-ZÀ-Þ][\w’'-]+"
    r"|[A-Z]{2,})){1,4}"
)
_ONE_NAME: Final = r"[A-ZÀ-Þ][a-zß-ÿ’'-]+(?:-[A-Z][a-z]+)?"
_PRONOUN: Final = r"(?:he|she|they|He|She|They)"
_REPORT_NAME: Final = (
    r"(?:the|The|its|this|that)\s(?:[\w-]+\s){0,4}?(?:report|assessment|document|narrative)(?![\w-])"
    r"|(?:the\s)?(?:US\s|U\.S\.\s)?State\sDepartment"
    r"|the\sreport[’']s\sauthors"
)
_AFTER: Final = re.compile(
    rf"^[\s,]*(?:(?P<verb>{_SAID})\s(?:(?P<title>{_TITLE})\s)?(?:(?P<name>{_NAME})|(?P<pronoun>{_PRONOUN})\b"
    rf"|(?P<report>{_REPORT_NAME})|(?P<one>{_ONE_NAME})(?=[\s,.]))"
    rf"|(?:(?P<title2>{_TITLE})\s)?(?:(?P<name2>{_NAME})|(?P<pronoun2>{_PRONOUN})"
    rf"|(?P<report2>{_REPORT_NAME})|(?P<one2>{_ONE_NAME}))"
    rf"(?P<between>,\s[^.“”\"]{{3,140}},|)\s(?:also\s|later\s|has\s|further\s|then\s)?{_SAID}\b)"
)
_SAID_FIRST: Final = re.compile(
    rf"(?:(?P<title>{_TITLE})\s)?(?:(?P<name>{_NAME})|(?P<pronoun>{_PRONOUN})\b|(?P<report>{_REPORT_NAME})"
    rf"|(?P<one>{_ONE_NAME}))"
    rf"(?P<between>,\s[^.“”\"]{{3,160}},|)\s(?:also\s|later\s|has\s|further\s|then\s"
    rf"|nonetheless\s)?{_SAID}\b[^.“”\"]{{0,120}}$"
)
_ACCORDING: Final = re.compile(
    rf"^[\s,]*according\sto\s(?:(?P<report>{_REPORT_NAME})|(?:(?P<title>{_TITLE})\s)?(?P<name>{_NAME}))"
)
_NAMED_SPEAKER: Final = re.compile(
    rf"(?:(?P<title>{_TITLE})\s)?(?P<name>{_NAME})(?P<affiliation>,\s[^.“”\"]{{3,160}}?,)?\s(?:also\s"
    rf"|has\s)?{_SAID}\b"
    rf"|\b{_SAID}\s(?:(?P<title2>{_TITLE})\s)?(?P<name2>{_NAME})(?P<affiliation2>,\s[^.“”\"\n]{{3,160}})?"
)
_AFFILIATION_AFTER: Final = re.compile(
    r"^,\s(?P<text>(?!who\b|which\b|adding\b|noting\b|but\b|and\b|saying\b|as\b|in\san?\b|on\b|after\b"
    r"|when\b)[^.;“”\"\n]{3,160}?)(?=[.;“”\"\n]|,\s(?:said|says|told|who|adding|in\s|on\s|after|as\s|when"
    r"|during|at\s(?:a|the)\s)|,?\s(?:said|told)\b|$)"
)
_GENERIC_NAME: Final = frozenset(
    "The This That These Those But And Meanwhile However According In On At While As He She They It We I State"
    " Trafficking Tier United Human".split()
)
_STATES: Final = re.compile(
    r"\b(?:report|assessment|document|State\sDepartment)\b[^.“”\"]{0,60}$|\breport\b", re.IGNORECASE
)
_WORKS_AT: Final = re.compile(
    r"\b(?:director|minister|spokes\w+|founder|chief|head|president|coordinator|official|officer|ambassador"
    r"|secretary|manager|chair\w*|professor|lawyer|executive|commissioner|general|member|adviser|advisor"
    r"|researcher|analyst|activist|leader|senator|deputy|representative|of|at|for|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quote:
    """One quotation; `text[start:end]` holds it with its marks, over paragraphs if it goes on.

    `quote` is what stands between the marks, paragraphs joined by a line end.
    """

    speaker: str | None
    affiliation: str | None
    quote: str
    start: int
    end: int


def read_quotes(text: str) -> list[Quote]:
    """The quotations of an article, in order."""
    known: dict[str, tuple[str, str | None]] = {}
    last: tuple[str, str | None] | None = None
    found: list[Quote] = []
    for start, end, quote in _between_marks(text):
        last = _speaker_before(text, found[-1].end if found else 0, start, known) or last
        said = _said_by(text, start, end, known, last)
        goes_on = _goes_on(text, start, quote, found)
        if said is None and not goes_on and not _stands_alone(text, start, quote):
            continue
        if said is not None:
            speaker, affiliation = said
        elif goes_on:
            speaker, affiliation = found[-1].speaker, found[-1].affiliation
        else:
            speaker, affiliation = _carried(text, start, found, last)
        if speaker is not None and speaker != REPORT:
            last = (speaker, affiliation or known.get(_surname(speaker), ("", None))[1])
            known[_surname(speaker)] = last
            affiliation = last[1]
        found.append(Quote(speaker, affiliation, quote, start, end))
    return _with_affiliations(found, known)


def _with_affiliations(quotes: list[Quote], known: dict[str, tuple[str, str | None]]) -> list[Quote]:
    """Speakers by their whole names, with the office named anywhere in the article."""
    settled = []
    for quote in quotes:
        if quote.speaker is None or quote.speaker == REPORT:
            settled.append(quote)
            continue
        name, affiliation = known.get(_surname(quote.speaker), (quote.speaker, quote.affiliation))
        settled.append(replace(quote, speaker=name, affiliation=quote.affiliation or affiliation))
    return settled


def _between_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of quotations with their marks, and what stands between."""
    position = 0
    for _ in range(_MOST):
        start = _next_opener(text, position)
        if start < 0:
            return
        end, pieces = _closed(text, start)
        if end < 0:
            position = start + 1
            continue
        quote = "\n".join(piece.strip() for piece in pieces if piece.strip()).rstrip(",").strip()
        if quote and len(quote) <= _LONGEST:
            yield start, end, quote
        position = end


def _next_opener(text: str, position: int) -> int:
    starts = [text.find(mark, position) for mark in (*_OPENERS, '"')]
    return min((start for start in starts if start >= 0), default=-1)


def _closed(text: str, start: int) -> tuple[int, list[str]]:
    """End and pieces of the quotation that opens at `start`; an end of -1 where nothing closes it."""
    mark = text[start]
    closers = '"”' if mark in '"“' else _CLOSERS
    pieces: list[str] = []
    position = start + 1
    while position < len(text) and position - start < _LONGEST + 200:
        reach = min(len(text), position + _LONGEST)
        line_end = text.find("\n", position, reach)
        line_end = reach if line_end < 0 else line_end
        close = min(
            (found for found in (text.find(closer, position, line_end) for closer in closers) if found >= 0), default=-1
        )
        if close >= 0:
            pieces.append(text[position:close])
            return close + 1, pieces
        pieces.append(text[position:line_end])
        following = re.compile(rf"\s*{re.escape(mark)}").match(text, line_end)
        if following is None:
            return -1, []
        position = following.end()
    return -1, []


def _said_by(
    text: str, start: int, end: int, known: dict[str, tuple[str, str | None]], last: tuple[str, str | None] | None
) -> tuple[str | None, str | None] | None:
    """Who is named beside a quotation; None where nobody is."""
    after = text[end : end + _REACH].split("\n", maxsplit=1)[0]
    before = text[max(0, start - _REACH) : start].rsplit("\n", maxsplit=1)[-1]
    for form, place in ((_AFTER, after), (_ACCORDING, after), (_SAID_FIRST, before)):
        found = form.match(place) if form is not _SAID_FIRST else form.search(place)
        if found is None:
            continue
        speaker = _named(found, place, known, last)
        if speaker is not None:
            return speaker
    if re.search(
        r"\b(?:the|this|that|its|2\d{3})\s(?:[\w-]+\s){0,4}(?:report|State\sDepartment"
        r"|assessment)\b[^.“”\"]{0,120}$|\breport(?:[’']s)?\b[^.“”\"]{0,80}$",
        before,
        re.IGNORECASE,
    ):
        return REPORT, None
    return None


def _named(
    found: re.Match[str], place: str, known: dict[str, tuple[str, str | None]], last: tuple[str, str | None] | None
) -> tuple[str | None, str | None] | None:
    fields = found.groupdict()

    def first(*names: str) -> str | None:
        return next((fields[name] for name in names if fields.get(name)), None)

    if first("report", "report2"):
        return REPORT, None
    if first("pronoun", "pronoun2"):
        return last if last is not None else (None, None)
    name = first("name", "name2")
    if name is not None and name.split()[0] not in _GENERIC_NAME:
        between = (first("between") or "").strip(" ,")
        affiliation = (
            between or _affiliation(place, found.end("name") if fields.get("name") else -1) or first("title", "title2")
        )
        return _clean_name(name), _clean_affiliation(affiliation)
    one = first("one", "one2")
    if one is not None and one not in _GENERIC_NAME:
        return known.get(_surname(one), (one, None))
    return None


def _affiliation(place: str, at: int) -> str | None:
    if at < 0:
        return None
    found = _AFFILIATION_AFTER.match(place[at:])
    return found["text"] if found and _WORKS_AT.search(found["text"]) else None


def _clean_affiliation(text: str | None) -> str | None:
    if not text:
        return None
    return re.sub(r"\s+", " ", text).strip(" ,") or None


def _clean_name(name: str) -> str:
    return re.sub(r"(?:’s|'s)$", "", name).strip()


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold()


def _speaker_before(
    text: str, start: int, end: int, known: dict[str, tuple[str, str | None]]
) -> tuple[str, str | None] | None:
    """The last person named as saying something between two quotations."""
    latest: tuple[str, str | None] | None = None
    for found in _NAMED_SPEAKER.finditer(text, max(start, end - 1_500), end):
        name = found["name"] or found["name2"]
        if name.split()[0] in _GENERIC_NAME:
            continue
        affiliation = (found["affiliation"] or found["affiliation2"] or found["title"] or found["title2"] or "").strip(
            " ,"
        )
        keyed = known.get(_surname(name))
        latest = (_clean_name(name), _clean_affiliation(affiliation) or (keyed[1] if keyed else None))
        known[_surname(name)] = latest
    return latest


def _goes_on(text: str, start: int, quote: str, found: list[Quote]) -> bool:
    """Whether a quotation goes on with the one before it: `..., one that “...” but “...”`, `...,” A said. “...`."""
    if not found or len(quote.split()) < _FEWEST_WORDS:
        return False
    gap = text[found[-1].end : start]
    if "\n" in gap or len(gap) > _REACH:
        return False
    return not re.search(r"[.!?]\s", gap) or re.search(r"[.!?]\s*$", gap) is not None


def _stands_alone(text: str, start: int, quote: str) -> bool:
    """Whether words between marks are speech: a paragraph of its own, or long enough to be a sentence."""
    line_start = text.rfind("\n", 0, start) + 1
    whole = not text[line_start:start].strip()
    return whole and len(quote.split()) >= _FEWEST_WORDS


def _carried(
    text: str, start: int, found: list[Quote], last: tuple[str, str | None] | None
) -> tuple[str | None, str | None]:
    """The speaker of a quotation without one: who spoke in the paragraph before."""
    if found and text[found[-1].end : start].count("\n") <= 1 and len(text[found[-1].end : start]) < 400:
        return found[-1].speaker, found[-1].affiliation
    return last if last is not None else (None, None)

"""The period of a candidate, and what it says about its role: by its own words, its clause, or what it hangs on."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses import ParsedSentence
from sources.language.clauses.periods import Period
from sources.state_department.statistics.candidates import ASIDES, Candidate

_SHARING: Final = ("compare", "bracket")


def date_candidates(sentence: ParsedSentence, candidates: Sequence[Candidate], edition: int) -> None:
    """Sets the period and the role of each candidate by the rules of its clause."""
    for candidate in reversed(candidates):
        candidate.period = _own(sentence, candidates, candidate)
    for candidate in candidates:
        if candidate.period is None:
            candidate.period = _of_clause(sentence, candidate)
        if candidate.denied and candidate.period_kind == "span":
            candidate.period = None  # `since 2010 it has not convicted any` holds for this year too
        candidate.role = _role(sentence, candidate, edition)


def _own(sentence: ParsedSentence, candidates: Sequence[Candidate], candidate: Candidate) -> Period | None:
    """The period right after it, or that of the next number of its list."""
    clause = candidate.phrase.clause
    following = next((c for c in candidates[candidate.place + 1 :] if c.phrase.clause == clause), None)
    bound = following.phrase.at if following is not None else sentence.clauses[clause].end
    for period in sentence.clauses[clause].periods:
        if candidate.phrase.end <= period.at < bound:
            return period
    if following is None:
        return None
    joined = any(tie.order for tie in following.phrase.ties) or sentence.clauses[clause].kind in _SHARING
    return following.period if joined else None


def _of_clause(sentence: ParsedSentence, candidate: Candidate) -> Period | None:
    """The period that opens its clause, that of what it hangs on, or the one that opens the sentence."""
    clause = sentence.clauses[candidate.phrase.clause]
    opening = [period for period in clause.periods if period.at < candidate.phrase.at]
    if opening:
        return opening[-1]
    if clause.kind in ASIDES and candidate.parent is not None:
        return candidate.parent.period
    outer = clause
    while outer.kind != "compare" and outer.parent >= 0:  # `from 2009, when police identified ... and assisted ...`
        outer = sentence.clauses[outer.parent]
        if outer.kind == "compare" and outer.periods:
            return outer.periods[0]
    if clause.kind == "compare":  # `three prosecuted and two convicted in 2019`
        following = [other for other in sentence.clauses if other.start == clause.end][:1]
        return next((other.periods[0] for other in following if other.kind == "compare" and other.periods), None)
    if clause.kind == "joined":
        first = next((period for period in sentence.periods if period.at < 6), None)
        return first if first is not None and first.kind != "span" else None
    return None


def is_compared(sentence: ParsedSentence, candidate: Candidate) -> bool:
    """Whether it stands in a comparison, or in a clause that hangs on one."""
    place = candidate.phrase.clause
    while place >= 0:
        clause = sentence.clauses[place]
        if clause.kind == "compare":
            return True
        place = clause.parent if clause.kind != "joined" else -1
    return False


def _role(sentence: ParsedSentence, candidate: Candidate, edition: int) -> str:
    compared, kind = is_compared(sentence, candidate), candidate.period_kind
    years = candidate.period.years if candidate.period is not None else ()
    if kind in ("year", "reporting") and max(years, default=edition) >= edition - 1:
        return "comparison" if compared and not years else "current"
    if compared or kind in ("previous", "year"):
        return "comparison"
    return (candidate.parent.role if candidate.is_aside and candidate.parent is not None else "") or "current"

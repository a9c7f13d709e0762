"""What a fetched page is result: an article about the report, or not."""

from dataclasses import dataclass

from sources.archive.capture import Capture
from sources.news.article.article import extract_article
from sources.news.discovery.candidates.store import CandidateOutcome
from sources.news.relevance import looks_relevant, mentions_report
from sources.problems import PageProblemError


@dataclass(frozen=True)
class CandidateResult:
    """The outcome of a candidate by its page; of an article about the report, its identity and canonical address."""

    outcome: CandidateOutcome
    detail: str = ""
    article_id: str | None = None
    address: str = ""


def classify_candidate(capture: Capture) -> CandidateResult:
    """Whether a page is an article that concerns the report: the cheap pass over its bytes first, then its text."""
    if not looks_relevant(capture.body):
        return CandidateResult("irrelevant", "the page does not speak of the report")
    try:
        article = extract_article(capture)
    except PageProblemError as problem:
        outcome: CandidateOutcome = "blocked" if problem.problem in ("paywall", "consent_page") else "failed"
        return CandidateResult(outcome, f"{problem.problem}: {problem.detail}")
    if not mentions_report(f"{article.title or ''}\n{article.text}"):
        return CandidateResult("irrelevant", "the article does not speak of the report")
    return CandidateResult("fetched", article_id=article.article_id, address=article.url)

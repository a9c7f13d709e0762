"""Classification of a fetched candidate: whether its page is an article about the report."""

from dataclasses import dataclass

from sources.archive.capture import Capture
from sources.news.article.article import extract_article
from sources.news.discovery.candidates.store import CandidateOutcome
from sources.news.relevance import looks_relevant, mentions_report
from sources.problems import PageProblemError


@dataclass(frozen=True)
class CandidateResult:
    """The outcome of a candidate; for an article about the report also its identity and canonical address."""

    outcome: CandidateOutcome
    detail: str = ""
    article_id: str | None = None
    address: str = ""


def classify_candidate(capture: Capture) -> CandidateResult:
    """Classifies a page, first by the words in its bytes and then by the text of its article."""
    if not looks_relevant(capture.body):
        return CandidateResult("irrelevant", "the page does not mention the report")
    try:
        article = extract_article(capture)
    except PageProblemError as problem:
        outcome: CandidateOutcome = "blocked" if problem.problem in ("paywall", "consent_page") else "failed"
        return CandidateResult(outcome, f"{problem.problem}: {problem.detail}")
    if not mentions_report(f"{article.title or ''}\n{article.text}"):
        return CandidateResult("irrelevant", "the article does not mention the report")
    return CandidateResult("fetched", article_id=article.article_id, address=article.url)

"""Sifting a news WARC file: the articles that concern the report, with what is decided about each.

It needs no index, so any process can do it. The archive then imports the sifted file, which is small, and does not
parse its pages again.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources.archive.capture import Capture, digest_of
from sources.archive.ingest import Assign
from sources.archive.record import Damage, WarcRecord
from sources.archive.segments import RecordCopier
from sources.archive.warc import read_warc
from sources.news.discovery.candidates.classification import CandidateResult, classify_candidate
from sources.registry.address import is_sample
from sources.registry.families import locate

CaptureKey = tuple[str, str, str]
"""Address, time and digest of a capture."""


@dataclass
class Sifted:
    """What sifting a file gave.

    Attributes:
        records: page records that were read.
        kept: records that were copied.
        outcomes: number of pages by outcome.
        lines: a message about every place where bytes are lost.
        decided: by capture that was copied, the outcome as a candidate, and family and year.
    """

    records: int = 0
    kept: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    decided: list[dict[str, Any]] = field(default_factory=list)


def sift(path: Path, target: Path, assign: Assign) -> Sifted:
    """Copies the records of a file that concern the report.

    Reading continues after damage. A record that repeats an earlier capture is copied undecided, because only the
    archive knows the earlier one.

    Args:
        path: the news WARC file.
        target: the sifted file; it is written anew.
        assign: returns the family and year of a page.
    """
    sifted, outcomes = Sifted(), Counter[str]()
    with RecordCopier(path, target) as copier:
        for item in read_warc(path):
            if isinstance(item, Damage):
                sifted.lines.append(item.message)
                continue
            sifted.records += 1
            decided = _decide(item, assign)
            outcomes[decided["outcome"] if decided is not None else "repeated"] += 1
            if decided is not None and decided["outcome"] == "irrelevant":
                continue
            copier.add(item)
            sifted.kept += 1
            if decided is not None:
                sifted.decided.append(decided)
    sifted.outcomes = dict(sorted(outcomes.items()))
    return sifted


def _decide(record: WarcRecord, assign: Assign) -> dict[str, Any] | None:
    """What is decided about a page; None for a record that repeats another one, or a page of a report."""
    if record.is_revisit or locate(record.url) is not None:
        return None
    origin = "sample" if is_sample(record.url) else "archive"
    digest = digest_of(record.body)
    capture = Capture(
        record.url, record.captured_at, record.body, digest, origin, record.status, record.content_type, record.damage
    )
    result = classify_candidate(capture) if capture.status in (None, 200) else CandidateResult("irrelevant")
    edition = assign(capture) if result.outcome == "fetched" else None
    return {"key": [record.url, record.captured_at, digest], **vars(result), "edition": edition}


def classifying(decided: Mapping[CaptureKey, Mapping[str, Any]]) -> Callable[[Capture], CandidateResult]:
    """A function that takes the outcome of a page from what was decided, and classifies the others."""

    def classify(capture: Capture) -> CandidateResult:
        known = decided.get((capture.url, capture.captured_at, capture.digest))
        if known is None:
            return classify_candidate(capture)
        return CandidateResult(known["outcome"], known["detail"], known["article_id"], known["address"])

    return classify

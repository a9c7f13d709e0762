"""The verdict on a claim: its relation to the record, published only where claim, record and day are sure enough.

A relation that says that the record does not bear a claim out needs a claim that is `sure`, a record that is sure, and
a day of publication that is sure or under whose every possible edition the claim differs from the record. A claim that
the record confirms needs none of these. Every other claim is `not_checkable`, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from warehouse.derived.claim_comparisons import compare_claim
from warehouse.derived.claim_events import after_reassessment
from warehouse.derived.claim_extent import remark_on_extent
from warehouse.derived.claim_grounds import PLACEMENT_KINDS, doubt_of_record, editions_of
from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import ACCUSING_RELATIONS, WithheldReason

Row = Mapping[str, Any]

_WHY: Final[Mapping[str, str]] = {
    WithheldReason.EDITION_NOT_HELD: "not all of the editions it needs are held",
    WithheldReason.NO_OFFICIAL_FIGURE: "the record has no figure or statement that could contradict it",
    WithheldReason.OFFICIAL_FIGURE_DOUBTFUL: "the figures on record were not read with certainty",
    WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL: "the places where the report prints the tier disagree",
    WithheldReason.CLAIM_DOUBTFUL: "the sentence was not read with certainty",
    WithheldReason.DAY_DOUBTFUL: "the day of publication is not sure, and the editions it could mean differ",
    WithheldReason.EDITION_NOT_SAID: "the sentence names no edition, and one that is not known may have been out",
}
_WHY_BY: Final[Mapping[str, str]] = {
    WithheldReason.DAY_DOUBTFUL: "the day of publication is not sure",
    WithheldReason.EDITION_NOT_SAID: "the sentence names no edition, and one that is not known may have been out",
}
_DUE_MONTH: Final = 6
"""The month in which the law wants the report published. No edition came earlier."""


@dataclass(frozen=True)
class Corrections:
    """Reviewed corrections of verdicts: those of claims, and those of articles with all of their claims."""

    by_subject: Mapping[str, Row] = field(default_factory=dict)

    def of(self, claim: Row) -> Row | None:
        """The correction of a claim; that of its article where it has none of its own."""
        return self.by_subject.get(claim["claim_id"]) or self.by_subject.get(claim["article_id"])


def verdict_of(
    claim: Row, record: OfficialRecord, *, day_is_sure: bool = True, published: date | None = None
) -> ClaimResult:
    """The verdict on a claim.

    Args:
        claim: a row of `news_claims`.
        record: the official record.
        day_is_sure: whether the day of publication of its article is sure.
        published: that day; None where it is not known.
    """
    result = compare_claim(claim, record)
    if claim["claim_kind"] in PLACEMENT_KINDS and claim["report_year"] is not None:
        years = editions_of(claim, result, record)
        result = after_reassessment(claim, result, record, years, published if day_is_sure else None)
    if result.relation == "not_checkable":
        return result
    if _hangs_on_day(claim) and _is_after_known_editions(published, record):
        result = _over_possible_editions(claim, result, record, WithheldReason.EDITION_NOT_SAID)
    elif not day_is_sure and _hangs_on_day(claim):
        result = _over_possible_editions(claim, result, record, WithheldReason.DAY_DOUBTFUL)
    if result.relation not in ACCUSING_RELATIONS:
        return remark_on_extent(claim, result, record)
    doubt = doubt_of_record(claim, result, record)
    if doubt is None and claim["certainty"] != "sure":
        doubt = WithheldReason.CLAIM_DOUBTFUL
    return remark_on_extent(claim, result, record) if doubt is None else _withheld(result, doubt)


def corrected(claim: Row, result: ClaimResult, corrections: Corrections) -> ClaimResult:
    """The verdict after the reviewed correction of the claim or its article, if there is one."""
    correction = corrections.of(claim)
    if correction is None:
        return result
    relation = correction["verdict"]
    text = f"A reviewed correction holds ({correction['id']}): {correction['source'].rstrip('.')}."
    return ClaimResult(
        relation,
        text,
        official_value=result.official_value,
        official_table=result.official_table,
        official_sentence=result.official_sentence,
        official_url=result.official_url,
        delta=result.delta,
        reason=WithheldReason.WITHDRAWN if relation == "not_checkable" else None,
    )


def _hangs_on_day(claim: Row) -> bool:
    """Whether the edition of a claim follows from the day of publication: its sentence does not name the year."""
    return claim["report_year"] is not None and not claim["edition_named"]


def _is_after_known_editions(published: date | None, record: OfficialRecord) -> bool:
    """Whether an edition that is not known could have been out when an article appeared: they are due in June."""
    return published is not None and record.latest is not None and published >= date(record.latest + 1, _DUE_MONTH, 1)


def _over_possible_editions(
    claim: Row, result: ClaimResult, record: OfficialRecord, doubt: WithheldReason
) -> ClaimResult:
    """The result where the edition hangs on the day of publication, and that does not tell it for sure.

    The claim can belong to the edition before or the one after. A confirmed claim stays confirmed; it says by which
    edition. Any other result must be the same kind under each edition.
    """
    year = claim["report_year"]
    if result.relation not in ACCUSING_RELATIONS:
        return result.with_remark(f"{_WHY_BY[doubt]}, so this is by the {year} report")
    for other in (year - 1, year + 1):
        moved = _moved(claim, other)
        under_other = compare_claim(moved, record)
        if under_other.relation not in ACCUSING_RELATIONS or doubt_of_record(moved, under_other, record) is not None:
            return _withheld(result, doubt)
    return result


def _moved(claim: Row, edition: int) -> Row:
    """The claim as one of another edition; years that its sentence does not name move along."""
    step = edition - claim["report_year"]
    years = {
        name: claim[name] + step
        for name in ("data_year", "previous_year")
        if claim[name] is not None and str(claim[name]) not in claim["sentence"]
    }
    return {**claim, **years, "report_year": edition}


def _withheld(result: ClaimResult, reason: WithheldReason) -> ClaimResult:
    """A result that is not published, and why; what the record says stays beside it."""
    return ClaimResult(
        "not_checkable",
        f"Not compared: {_WHY[reason]}.",
        official_value=result.official_value,
        official_table=result.official_table,
        official_sentence=result.official_sentence,
        official_url=result.official_url,
        reason=reason,
    )

"""Reviewed corrections of verdicts."""

import pytest

from sources.reference.verdict_corrections import one_for_each_subject, verdict_correction_rows


def test_the_shipped_corrections_are_each_of_another_claim() -> None:
    assert one_for_each_subject(verdict_correction_rows()) == verdict_correction_rows()


def test_two_corrections_of_one_claim_are_refused() -> None:
    rows = [{"id": f"k_{number:016x}", "subject": "c_1"} for number in (1, 2)]
    with pytest.raises(ValueError, match=r"k_0+1 and k_0+2 correct c_1; keep the one that holds"):
        one_for_each_subject(rows)

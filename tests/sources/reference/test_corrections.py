"""Reviewed rows correct known errors of the reports, with a remark."""

from sources.reference.corrections import correct

KNOWN = [
    {
        "table": "enforcement_statistics", "country": "SLV", "year": "2018", "column": "period_year", "printed": "2016",
        "corrected": "2015", "sentence": "compared with", "reason": "the year is compared with itself",
        "source": "the edition before",
    }
]  # fmt: skip
ROW = {"country": "SLV", "year": 2018, "period_year": 2016, "value": 7, "sentence": "Seven, compared with six in 2016."}


def test_a_known_error_is_corrected_with_a_remark() -> None:
    (row,), remarks = correct("enforcement_statistics", [ROW], KNOWN)
    assert row == {**ROW, "period_year": 2015}
    assert remarks == [
        "corrected: enforcement_statistics period_year 2016 to 2015, the year is compared with itself"
        " (the edition before)"
    ]


def test_other_rows_do_not_change() -> None:
    others = [{**ROW, "year": 2019}, {**ROW, "period_year": 2017}, {**ROW, "sentence": "Seven in 2016."}]
    assert correct("enforcement_statistics", others, KNOWN) == (others, [])
    assert correct("tier_sightings", [ROW], KNOWN) == ([ROW], [])
    assert correct("enforcement_statistics", [ROW]) == ([ROW], [])

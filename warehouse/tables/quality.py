"""Verdicts of the checks, as analysts read them."""

import dataframely as dy

from warehouse.tables.declaration import Table, one_of
from warehouse.tables.vocabulary import SEVERITIES


class QualityResults(dy.Schema):
    """One verdict of one check on the data of this release."""

    check = dy.String(primary_key=True, description="Name of the check")
    table = dy.String(nullable=False, description="Table the check is about")
    severity = one_of(SEVERITIES, description="error or warning")
    blocking = dy.Bool(nullable=False, description="Whether a failure keeps a release from being published")
    passed = dy.Bool(nullable=False, description="The verdict")
    observed = dy.String(nullable=False, description="What was found")
    expected = dy.String(nullable=False, description="What should be found")
    failing = dy.List(
        dy.String(nullable=False),
        nullable=False,
        description="What fails, capped; the number of all is in observed",
    )
    reason = dy.String(nullable=False, description="Why the check exists")
    advice = dy.String(nullable=False, description="What to do when it fails")
    owner = dy.String(nullable=False, description="Who answers for the check")


QUALITY_RESULTS = Table(
    name="quality_results",
    schema=QualityResults,
    grain="one verdict of one check",
    partitioned=False,
    in_identity=False,
)

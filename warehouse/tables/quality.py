"""Results of the checks."""

from warehouse.tables.declaration import Table, one_of
from warehouse.tables.schema_library import dy
from warehouse.tables.vocabulary import SEVERITIES


class QualityResults(dy.Schema):
    """The result of one check on the data of this release."""

    check = dy.String(primary_key=True, description="Name of the check")
    table = dy.String(nullable=False, description="Table the check is about")
    severity = one_of(SEVERITIES, description="error or warning")
    blocking = dy.Bool(nullable=False, description="Whether a failure keeps a release from being published")
    passed = dy.Bool(nullable=False, description="Whether the check passed")
    observed = dy.String(nullable=False, description="What was found")
    expected = dy.String(nullable=False, description="What should be found")
    failing = dy.List(
        dy.String(nullable=False),
        nullable=False,
        description="What fails, at most twenty; the number of all is in observed",
    )
    reason = dy.String(nullable=False, description="Why the check exists")
    advice = dy.String(nullable=False, description="What to do when it fails")
    owner = dy.String(nullable=False, description="Who is responsible for the check")


QUALITY_RESULTS = Table(
    name="quality_results",
    declaration=QualityResults,
    grain="the result of one check",
    partitioned=False,
    in_identity=False,
)

"""The sure verdicts of a release as one feed of ClaimReview (JSON-LD)."""

from pathlib import Path
from typing import Any

from warehouse.report.claim_review import ClaimReviews
from warehouse.report.facts import Facts, ReleaseInfo
from warehouse.report.tables import ReleaseTables


def claim_review_feed(folder: Path, manifest: dict[str, Any], site: str) -> dict[str, Any]:
    """The feed of a release: a schema.org DataFeed with a ClaimReview for each sure verdict.

    Args:
        folder: the folder of the release.
        manifest: the fields of its manifest without the files.
        site: the address at which its site is served, with a slash at its end.
    """
    info = ReleaseInfo(manifest["release"], manifest, rows={}, results=[], changes={})
    facts = Facts(info, ReleaseTables(folder))
    reviews = ClaimReviews.of(facts)
    found = [review for claim in facts.claims.rows() if (review := reviews.review(claim, site)) is not None]
    return {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": f"Verdicts of TIP warehouse, release {info.name}",
        "dateModified": info.day,
        "dataFeedElement": [{"@type": "DataFeedItem", "dateCreated": info.day, "item": review} for review in found],
    }

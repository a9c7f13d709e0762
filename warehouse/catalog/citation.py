"""`CITATION.cff` and `LICENSE.txt` of a release: how to cite it, and on which terms it may be used."""

from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

import yaml

TITLE: Final = "TIP warehouse: State Department country reports as tables"
AUTHORS: Final = "The tip-warehouse contributors"

TERMS: Final = """\
Terms of use of this release

1. The texts of the reports are works of the United States Government. They are in the public domain in the United
   States (17 U.S.C. 105): columns such as sentence, text and printed of tables read from report pages.
2. Headlines, claim sentences and quotations of news articles are short quotations. The rights in the articles belong
   to their publishers; news_articles names publisher and address of each.
3. Everything else (the selection, the tables, the descriptions and the code) is under the MIT license below.

"""


def citation(name: str, metadata: Mapping[str, Any]) -> str:
    """The citation of a release in the Citation File Format 1.2.

    Args:
        name: its name.
        metadata: fields of the manifest: `published_at` and `kind`.
    """
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite the release by its whole name.",
        "type": "dataset",
        "title": TITLE,
        "version": name,
        "authors": [{"name": AUTHORS}],
        "license": "MIT",
        "keywords": ["human trafficking", "human rights", "Trafficking in Persons Report", "panel data"],
    }
    if (day := metadata.get("published_at")) is not None:
        fields["date-released"] = day[:10]
    if metadata.get("kind") == "sample":
        fields["abstract"] = "A sample: the facts are true, the sentences are the project's own. Not for publication."
    return str(yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=110))


def licence() -> str:
    """The terms of use of a release with the text of the license."""
    return TERMS + resources.files("warehouse.catalog").joinpath("data", "mit_license.txt").read_text(encoding="utf-8")

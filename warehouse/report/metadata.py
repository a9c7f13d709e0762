"""Machine-readable descriptions of a release: schema.org Dataset, and Croissant for tools that load datasets."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.builds.registry import lineage_of
from warehouse.report.facts import Facts
from warehouse.staging.files import file_digest
from warehouse.tables import TABLES

_NAME: Final = "TIP warehouse"
_DESCRIPTION: Final = (
    "Tiers, stated counts, recommendations and lists of the US State Department's Trafficking in Persons reports,"
    " sections of its human-rights reports, and claims of the news compared with them; each row with its source."
)
_LICENSE: Final = "https://www.usa.gov/government-works"
_COPYRIGHT: Final = (
    "The texts of the reports are works of the US Government and in the public domain. Sentences and quotations of news"
    " articles are the work of their publishers."
)
_SAMPLE: Final = " This release holds the sample of the project and no real pages."
_PARQUET: Final = "application/vnd.apache.parquet"

_TYPES: Final = {"bool": "sc:Boolean", "date32[day]": "sc:Date", "double": "sc:Float", "string": "sc:Text"}


def dataset(facts: Facts) -> dict[str, Any]:
    """The release as a schema.org Dataset (JSON-LD)."""
    years = facts.held_years
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{_NAME}, release {facts.release.name}",
        "description": _description(facts),
        "version": facts.release.name,
        "datePublished": facts.release.day,
        "license": _LICENSE,
        "copyrightNotice": _COPYRIGHT,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": _NAME},
        "keywords": ["human trafficking", "human rights", "Trafficking in Persons Report"],
        "variableMeasured": sorted(facts.release.rows),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": _PARQUET,
                "contentUrl": f"../compact/{name}.parquet",
            }
            for name in facts.release.rows
        ],
    }
    return found | ({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {})


def _description(facts: Facts) -> str:
    return _DESCRIPTION + (_SAMPLE if facts.release.is_sample else "")


def croissant(facts: Facts, files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The release in the Croissant format (version 1.0 of MLCommons).

    Args:
        facts: the release.
        files: path and size of the file of each table.
    """
    release = facts.tables.folder
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "tip-warehouse",
        "description": _description(facts),
        "version": facts.release.name,
        "datePublished": facts.release.day,
        "license": _LICENSE,
        "copyrightNotice": _COPYRIGHT,
        "citeAs": f"{_NAME}, release {facts.release.name}, {facts.release.day}",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{name}.parquet",
                "name": f"{name}.parquet",
                "contentUrl": f"../{file['path']}",
                "contentSize": f"{file['bytes']} B",
                "encodingFormat": _PARQUET,
                "sha256": file_digest(release / file["path"]),
            }
            for name, file in files.items()
            if file["bytes"]
        ],
        "recordSet": [_record_set(name) for name, file in files.items() if file["bytes"]],
    }


def _record_set(name: str) -> dict[str, Any]:
    table = TABLES[name]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"One row is {table.grain}. Made from: {lineage_of(name)}.",
        "key": [{"@id": f"{name}/{column}"} for column in table.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.name}",
                "name": column.name,
                "description": column.description,
                "dataType": _type(column.type),
                "source": {"fileObject": {"@id": f"{name}.parquet"}, "extract": {"column": column.name}},
                **({"repeated": True} if column.type.startswith("list") else {}),
            }
            for column in table.describe()
        ],
    }


def _type(arrow_type: str) -> str:
    if arrow_type.startswith(("int", "uint")):
        return "sc:Integer"
    if arrow_type.startswith("timestamp"):
        return "sc:DateTime"
    return _TYPES.get(arrow_type, "sc:Text")


_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "repeated": "cr:repeated",
    "source": "cr:source",
}

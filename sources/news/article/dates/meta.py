"""Days in the meta elements of a page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sources.news.article.dates.candidate import Candidate, Kind, Role
from sources.news.article.dates.place import Place
from sources.news.article.dates.values import day_of_field

_OPEN_GRAPH: Final = (
    "article:published_time article:published og:published_time og:article:published_time og:pubdate og:publish_date"
    " article:published_date og:article:published og:datepublished shareaholic:article_published_time"
    " rnews:datepublished bt:pubdate vr:published_time article:publicationdate"
).split()
_META: Final = (
    "datepublished parsely-pub-date sailthru.date originalpublicationdate cxenseparse:recs:publishtime"
    " mediator_published_time pubdate publishdate publish-date publish_date published_date published-date"
    " publication_date publicationdate published_time publish_time date_published article.published"
    " dcterms.issued dc.date.issued dc.date.publication dc.date.published citation_publication_date citation_date"
    " analyticsattributes.articledate article_date_original article:post_date displaydate dcsext.articlefirstpublished"
    " firstpublishedtime first-published rbpubdate twt-published-at ptime pdate publisheddate dateposted newsdate"
    " article:date artikeldatum last-publish iso-8601-publish-date datewritten release_date cse_date"
).split()
_WEAK: Final = (
    "date dc.date dcterms.date dc:date doc_date timestamp gentime pub_date search.date video:release_date".split()
)
_CREATED: Final = (
    "datecreated date_created dc.created dc.date.created dcterms.created dc:created created content_create_date"
    " article.created"
).split()
_MODIFIED: Final = (
    "article:modified_time article:modified_date article:modified og:updated_time og:modified_time updated_time"
    " og:article:modified_time article:post_modified datemodified lastmod last-modified lastmodified dc.modified"
    " dcterms.modified dc.date.modified revision_date modified_time bt:moddate modificationdate article.updated"
    " parsely-modified-date date.modified revised iso-8601-last-modified"
).split()
_WEIGHTS: Final[tuple[tuple[Sequence[str], Kind, Role, float], ...]] = (
    (_OPEN_GRAPH, Kind.OPEN_GRAPH, Role.PUBLISHED, 7),
    (_META, Kind.META, Role.PUBLISHED, 6),
    (_WEAK, Kind.META, Role.UNKNOWN, 5),
    (_CREATED, Kind.META, Role.CREATED, 4),
    (_MODIFIED, Kind.META, Role.MODIFIED, 6),
)


def meta_days(fields: Mapping[str, Sequence[str]], place: Place) -> Iterator[Candidate]:
    """The days in meta elements, by name or property in lower case."""
    for names, kind, role, weight in _WEIGHTS:
        for name in names:
            for content in fields.get(name, ())[:3]:
                day = day_of_field(content, place)
                if day is not None:
                    yield Candidate(day, kind, role, weight)

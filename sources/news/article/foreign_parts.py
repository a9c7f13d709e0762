"""Parts inside an article that are not its words: captions, embedded posts, boxes about other stories."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_SHARE: Final = 0.3
"""Share of the text of a page that a foreign part may have. A larger one is the article itself, under such a name."""
_MAX_PARTS: Final = 500
_CAPTIONS: Final = (
    "figcaption, .wp-caption-text, .caption, .caption-text, .image-caption, .img-caption, .photo-caption,"
    " .media-caption, .figure-caption, .picture-caption, .article-caption, .image__caption, .photocaption,"
    " .imagecaption, .cutline"
)
_EMBEDDED: Final = (
    ".twitter-tweet, .twitter-video, .tweet, .instagram-media, .fb-post, .fb-video, .facebook-post, .tiktok-embed,"
    " .reddit-embed, .reddit-card, .reddit-embed-bq, .bluesky-embed, .mastodon-embed, .telegram-post, .embedly-card,"
    " .wp-block-embed, .wp-embedded-content, .social-embed, .embed-post, blockquote[cite*='twitter.com'],"
    " blockquote[cite*='instagram.com'], blockquote[cite*='tiktok.com'], blockquote[data-instgrm-permalink]"
)
_OTHER_STORIES: Final = (
    "article aside, .related-articles, .related-stories, .related-posts, .related-news, .related-content, .read-also,"
    " .also-read, .more-stories, .inline-related, .story-teaser, .recommended-articles, .recommended-stories"
)
_FOREIGN: Final = f"{_CAPTIONS}, {_EMBEDDED}, {_OTHER_STORIES}"


def remove_foreign_parts(tree: LexborHTMLParser) -> None:
    """Removes the parts from a page. Parts with much of the page's text stay."""
    parts = tree.css(_FOREIGN)[:_MAX_PARTS]
    if not parts or tree.body is None:
        return
    longest = _MAX_SHARE * len(tree.body.text() or "")
    for part in [part for part in parts if not _is_long(part, longest)]:
        part.decompose()


def _is_long(part: LexborNode, longest: float) -> bool:
    return len(part.text() or "") > longest

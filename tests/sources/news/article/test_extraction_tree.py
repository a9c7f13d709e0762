"""The tree that is extracted from is the one that trafilatura makes of the same markup."""

from hypothesis import example, given
from hypothesis import strategies as st
from lxml.etree import tostring
from trafilatura.utils import load_html

from sources.news.article.extraction_tree import parsed_for_extraction

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<form action=a/>", "<input name='x'>", "<!-- c -->", "<?pi?>", "<svg/>", "<br/>"),
        *("&amp;", "&#128;", "word. Word", "é€😀", "\n", "\ufffe", "\x0b"),
        *("<html lang='x'/>\n", "<body>", "<head>", "</html>"),
    ]
)
HEADS = st.sampled_from(
    [
        "",
        "<html>",
        "<!DOCTYPE html><html>\n",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/xhtml1.dtd"><html>',
        f"<!DOCTYPE html>\n<html><!--{'x' * 5000}-->\n",
    ]
)


@given(HEADS, st.lists(PIECES, max_size=12))
@example("<!DOCTYPE html><html>", ["<body>", "a" * 5000, "\n", "b"])
def test_the_tree_is_that_of_trafilatura(head, pieces):
    markup = head + "".join(pieces)
    theirs, ours = load_html(markup), load_html(parsed_for_extraction(markup))
    assert (theirs is None) == (ours is None)
    if theirs is not None:
        assert tostring(ours) == tostring(theirs)

"""Decoding of bytes, and blocks of markup."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.html.blocks import MAX_DEPTH, TooDeepError, blocks, fold
from sources.html.decode import UndecodableError, decode
from sources.html.guard import HostileMarkupError, validate_markup
from sources.html.tree import PARSERS, lexbor

WORDS = st.text(alphabet=st.characters(categories=("L", "N", "P"), exclude_characters="<>&"), min_size=1, max_size=12)


def stream(markup: str, parser: str = "lexbor", **options):
    root = PARSERS[parser](markup)
    (body,) = root.select("body")
    return list(blocks(body, options.get("roles", {}), options.get("skipped", frozenset())))


def texts(markup: str) -> list[str]:
    return [block.text for block in stream(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one<b>two</b>three</p>", ["onetwothree"]),
        ("<p>one<br>two</p>", ["one two"]),
        ("<p>a\u00a0 b\u200bc</p>", ["a b c"]),
        ("loose<p>one</p>tail", ["loose", "one", "tail"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<ul><li>one<li>two <p>still two</p></ul>", ["one", "two", "still two"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a b", "c"]),
        ("<p>x<script>no()</script><style>no</style><!-- no --></p>", ["x"]),
        ("<form>no</form><nav>no</nav><p></p><p>&nbsp;</p><p>yes</p>", ["yes"]),
        ("<a><h4>label</h4><h3>title</h3></a>", ["label", "title"]),
        ("<p>unclosed<p>next", ["unclosed", "next"]),
    ],
)
def test_blocks_hold_the_text_once_and_in_order(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected
    assert [block.text for block in stream(markup, "soup")] == expected


def test_blocks_know_what_they_are() -> None:
    markup = '<h2 class="t">Head</h2><p>Text</p><li>Item</li><table><tr><td>Cell</table><p><b>Lead:</b> rest</p>'
    found = stream(markup, roles={"t": "title"})
    assert [(block.kind, block.role, block.level) for block in found] == [
        ("heading", "title", 2),
        ("paragraph", "", 0),
        ("list_item", "", 0),
        ("table_row", "", 0),
        ("paragraph", "", 0),
    ]
    assert found[-1].lead == "Lead:"


def test_declared_decoration_is_skipped() -> None:
    assert [block.text for block in stream('<p class="x tags">no</p><p>yes</p>', skipped=frozenset(["tags"]))] == [
        "yes"
    ]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8), st.data())
def test_every_word_is_in_the_blocks_once_with_any_tags(paragraphs: list[list[str]], data: st.DataObject) -> None:
    wraps = ["p", "div", "li", "h3", "blockquote", "section"]
    inline = ["b", "i", "span", "a"]
    markup, expected = [], []
    for words in paragraphs:
        tag = data.draw(st.sampled_from(wraps))
        pieces = [f"<{t}>{word}</{t}>" if (t := data.draw(st.sampled_from(["", *inline]))) else word for word in words]
        markup.append(f"<{tag}>{' '.join(pieces)}</{tag}>")
        expected += words
    found = " ".join(texts("<body>" + "".join(markup))).split()
    assert found == " ".join(expected).split()


@given(st.text(max_size=300))
def test_any_markup_gives_blocks_and_both_parsers_agree(markup: str) -> None:
    markup = "<body><p>" + markup.replace("\x00", "")
    assert "".join(texts(markup)).split() == "".join(block.text for block in stream(markup, "lexbor")).split()


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_nesting_is_limited() -> None:
    with pytest.raises(TooDeepError):
        stream("<div>" * (MAX_DEPTH + 5) + "x")
    with pytest.raises(HostileMarkupError):
        validate_markup("<div>" * 50_000)
    with pytest.raises(HostileMarkupError):
        validate_markup("<b></x>" * 50_000)
    with pytest.raises(HostileMarkupError):
        validate_markup("<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">")
    validate_markup("<p>x" * 40_000 + "<div></div>" * 40_000)
    validate_markup(f'<img src="data:image/png;base64,{"a/b+" * 20_000}">')


@pytest.mark.parametrize("parser", PARSERS)
def test_selecting_and_attributes(parser: str) -> None:
    root = PARSERS[parser]('<div id="a" class="x y"><p>1</p><p>2</p></div>')
    (node,) = root.select("#a")
    assert node.attributes["class"].split() == ["x", "y"]
    assert [child.text for child in node.select("p")] == ["1", "2"]


def test_empty_document_parses() -> None:
    assert lexbor("").select("p") == []


@pytest.mark.parametrize(
    ("body", "charset", "text", "encoding"),
    [
        ("é".encode(), "utf-8", "é", "utf-8"),
        ("é".encode("latin-1"), "iso-8859-1", "é", "cp1252"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”", "cp1252"),
        (codecs.BOM_UTF8 + "é".encode(), "iso-8859-1", "é", "utf-8"),
        ("é".encode("utf-16"), None, "é", "utf-16-le"),
        (b'<meta charset="koi8-r">' + "да".encode("koi8-r"), None, '<meta charset="koi8-r">да', "koi8-r"),
        (b"plain", None, "plain", "utf-8"),
        ("é".encode(), "no-such-charset", "é", "utf-8"),
    ],
)
def test_encodings(body: bytes, charset: str | None, text: str, encoding: str) -> None:
    decoded = decode(body, charset)
    assert (decoded.text, decoded.encoding, decoded.guessed, decoded.remark) == (text, encoding, False, None)


def test_a_wrong_declaration_gives_a_remark() -> None:
    decoded = decode("Côte d’Ivoire".encode("cp1252"), "utf-8")
    assert decoded.text == "Côte d’Ivoire"
    assert (decoded.guessed, decoded.remark) == (True, "declared utf-8, read as cp1252")


@pytest.mark.parametrize(
    "label", ["hex", "zlib", "rot13", "punycode", "idna", "undefined", "unicode_escape", "utf-7", "iso-2022-kr", "\0"]
)
def test_labels_without_a_text_encoding_are_ignored(label: str) -> None:
    body = f'<meta charset="{label}"><p>Café</p>'.encode()
    assert decode(body, label).encoding == "utf-8"
    assert decode(body).text == body.decode()


def test_a_declaration_in_ascii_is_not_in_utf_16() -> None:
    body = b'<meta charset="utf-16"><p>even</p>'
    assert len(body) % 2 == 0
    assert decode(body).text == body.decode()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=400))
def test_utf8_is_decoded(text: str) -> None:
    assert decode(text.encode(), "utf-8").text == text.removeprefix("\ufeff")


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_raise(body: bytes) -> None:
    try:
        assert isinstance(decode(body).text, str)
    except UndecodableError as error:
        assert str(error)

"""Decoding of bytes, and blocks of markup."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.html.blocks import MAX_DEPTH, TooDeepError, blocks, fold
from sources.html.decode import UndecodableError, decode
from sources.html.guard import HostileMarkupError, validate_markup
from sources.html.layout import Layout, open_page
from sources.html.tree import PARSERS, lexbor
from sources.problems import PageProblemError

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


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<select>" + "<option>x" * 300_000 + "</select>", "tags"),
        ("<select>" + "<option value=1>x</option>" * 20_000, "options"),
        ("<SELECT>" + "<OPTGROUP>x" * 20_000, "options"),
        ("<select><option title='</select>'>" + "<p></p><option>x" * 20_000, "options"),
        ("<select><option>x</option></select>" * 20_000, "options"),
        ("<br>" * 4_000_000, "tags"),
        ("<!--" * 4_000_000, "tags"),
        ("<" * 4_000_000, "tags"),
        ("<rt>" * 20_000, "open"),
        ("<table>" + "<rp>x" * 20_000, "open"),
        ("<p>" + "".join(f"<b a{n}>" for n in range(300)) + "</p>" + "<p>x</p>" * 5_000, "formatting"),
        ("<p>" + "".join(f"<FONT size={n}>" for n in range(900)) + "<p>x" * 5_000, "formatting"),
        # end tags that parsers ignore
        *(
            ("<p>" + "".join(f"<b a{n}>{ignored}" for n in range(100)) + "</p><p>x" * 10_000, "formatting")
            for ignored in (
                "<a</b></a<>",
                "<!--</b>-->",
                "<br title='</b>'>",
                "</b\xa0>",
                "<object></b></object>",
                "<select></b></select>",
                "<title></b></title>",
                "<p x='</b>'>",
            )
        ),
        ("<p>" + "".join(f'<b title=">{n}" x>' for n in range(100)) + "</p><p>x" * 10_000, "formatting"),
        ("<p>" + "".join(f'<b title="></b >{n}">' for n in range(100)) + "</p><p>x" * 10_000, "formatting"),
        (("<p " + " ".join(f"a{n}" for n in range(900)) + ">x") * 200, "attributes"),
        ("<p title='>' " + " ".join(f"a{n}" for n in range(20_000)) + ">", "attributes"),
        ('<p title="<" a<b ' + " ".join(f"a{n}" for n in range(20_000)) + ">", "attributes"),
        ("<p/" + "/".join(f"a{n}" for n in range(20_000)) + ">", "attributes"),
    ],
    ids=lambda value: value[:40],
)
def test_markup_that_takes_quadratic_time_is_rejected_before_parsing(markup: str, message: str) -> None:
    started = time.process_time()
    with pytest.raises(HostileMarkupError, match=message):
        validate_markup(markup)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("markup", ["<b><p>", "<p><b></p>", "<i><b></i>", "<b><p title='</b>'>", "<b><!--</b>-->"])
def test_formatting_that_is_never_closed_is_rejected_before_beautifulsoup_parses_it(markup: str) -> None:
    validate_markup(markup * 2_000)  # lexbor takes milliseconds
    started = time.process_time()
    with pytest.raises(HostileMarkupError, match="never closed"):
        PARSERS["soup"](markup * 2_000)
    assert time.process_time() - started < 1
    with pytest.raises(PageProblemError, match="never closed") as found:
        open_page(markup * 2_000, [Layout("old", root="body", title="h1", parser="soup")], name="page")
    assert found.value.problem == "hostile_markup"
    assert "x" in PARSERS["soup"](markup * 20 + "x").text


@pytest.mark.parametrize(
    "markup",
    [
        "<select>" + "<option value=1>x</option>" * 4_000 + "</select>",
        "<p><b>x</b> <i>y</i></p>" * 8_000,
        "<p><font size=2><b>x</p>" * 8_000,  # elements that are never closed, and alike
        "<p><strong><em>x</em></strong> <b><a href='/x'>x</a></b><i class=a><i class=b></i></i></p>" * 3_000,
        "".join(f"<p><font size={n}>x <span>x</span><br></font></p>" for n in range(8_000)),
        '<a href="/x" title="1 > 0">x</a>' * 8_000,
        "<ruby>x<rt>y</ruby>" * 8_000,
        "<table>" + "<tr><td>x<td>y" * 8_000,
    ],
    ids=lambda value: value[:40],
)
def test_long_pages_are_parsed(markup: str) -> None:
    validate_markup(markup)
    assert lexbor(markup).text


_ELEMENTS = (
    "p div a b font td tr table tbody caption select option optgroup form input button li ul dd dt svg math title style"
    " script template h1 nobr br pre textarea iframe ruby rt rb rp object marquee center address summary"
).split()


@pytest.mark.soak
@pytest.mark.parametrize("first", ["", "<table>", "<select>", "<select><option>", "<p>", "<svg>", "<b>"])
@pytest.mark.parametrize("element", _ELEMENTS)
def test_repeated_elements_are_parsed_in_seconds_or_rejected(first: str, element: str) -> None:
    for unit in (f"<{element}>", f"<{element}>x", f"<{element}>x</{element}>", f"</{element}>", f"<a><{element}>x"):
        markup = first + unit * 40_000
        try:
            validate_markup(markup)
        except HostileMarkupError:
            continue
        started = time.process_time()
        lexbor(markup)
        assert time.process_time() - started < 10, unit


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


PROSE = "The “law” applies to everyone’s café in Côte d’Ivoire. " * 20


@pytest.mark.parametrize("charset", ["utf-8", None])
@pytest.mark.parametrize(
    "damaged",
    [
        PROSE.encode().replace(b"law", b"l\xffw", 1),
        PROSE.encode() + "”".encode()[:2],  # the end of the file is lost
        "“".encode()[1:] + PROSE.encode(),  # its beginning
        PROSE.encode().replace("é".encode(), b"\xe9", 1),
        PROSE.encode().replace("”".encode(), "”".encode()[:2], 1),
        PROSE.encode().replace(b"law", "law".encode("cp1252").replace(b"a", b"\x80"), 1),
    ],
)
def test_one_invalid_byte_does_not_change_an_encoding(damaged: bytes, charset: str | None) -> None:
    decoded = decode(damaged, charset)
    assert (decoded.encoding, decoded.guessed) == ("utf-8", False)
    assert decoded.replaced == decoded.text.count("\ufffd") in (1, 2)
    assert decoded.text.count("’") >= 39


@pytest.mark.parametrize("byte", [0x80, 0x9D, 0xE9, 0xFF])
def test_one_invalid_byte_of_a_page_in_ascii_does_not_overrule_its_declaration(byte: int) -> None:
    decoded = decode(b"<p>The law applies to every one.</p>" * 9 + bytes([byte]), "utf-8")
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 7)), min_size=1, max_size=12))
def test_flipped_bits_do_not_change_an_encoding(flips: list[tuple[int, int]]) -> None:
    body = bytearray(PROSE.encode() * 3)
    for place, bit in flips:
        body[place] ^= 1 << bit
    decoded = decode(bytes(body), "utf-8")
    assert decoded.encoding == "utf-8"
    assert decoded.replaced <= 3 * len(flips)


@pytest.mark.parametrize(
    ("body", "charset", "encoding"),
    [
        (PROSE.encode("cp1252").replace(b"law", b"l\x81w", 1), "iso-8859-1", "cp1252"),
        (PROSE.encode("cp1252").replace(b"law", b"l\x81w", 1), None, "cp1252"),
        ("日本国の法律 ".encode("shift_jis") * 20 + b"\x81", "shift_jis", "cp932"),
        (codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le")[:-1], None, "utf-16-le"),
        (codecs.BOM_UTF8 + PROSE.encode() + b"\xff", "iso-8859-1", "utf-8"),
        (PROSE.encode() + b"\xe2", "iso-8859-1", "utf-8"),  # not Windows-1252: it has a byte that is not defined there
    ],
)
def test_an_invalid_byte_is_replaced_in_any_encoding(body: bytes, charset: str | None, encoding: str) -> None:
    decoded = decode(body, charset)
    assert (decoded.encoding, decoded.replaced > 0) == (encoding, True)


@pytest.mark.parametrize(("invalid", "accepted"), [(1, True), (10, True), (11, False), (500, False)])
def test_a_page_above_the_share_of_replaced_characters_is_rejected(invalid: int, accepted: bool) -> None:
    body = b"\xff" * invalid + b"x" * (1_000 - invalid)
    if accepted:
        assert decode(body, "utf-8").replaced == invalid
    else:
        with pytest.raises(UndecodableError, match="of 1,000 characters cannot be read as utf-8, more than 1%"):
            decode(body, "utf-8")


def test_replacement_characters_of_the_page_itself_are_counted_too() -> None:
    assert decode("caf\ufffd ".encode() + b"x" * 200 + b"\xff", "utf-8").replaced == 2


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        (b'<!-- <meta charset="koi8-r"> --><meta charset="iso-8859-1">', "cp1252"),
        (b'<!-- <meta charset="koi8-r"> -->', "utf-8"),
        (b'<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        (b'<?xml version="1.0" encoding="koi8-r"?><meta charset="iso-8859-1">', "cp1252"),
    ],
)
def test_declarations_are_looked_up_as_browsers_do(start: bytes, encoding: str) -> None:
    assert decode(start + "é".encode()).encoding == encoding


def test_a_page_without_zero_bytes_is_not_in_utf_16_whatever_its_header_says() -> None:
    assert decode(b"<p>even</p>!", "utf-16").text == "<p>even</p>!"


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

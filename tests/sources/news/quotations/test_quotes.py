"""Quotations with their speakers and affiliations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.news.quotations.quotes import read_quotes


def _quotes(text: str) -> list[tuple[str | None, str | None, str]]:
    return [(one.speaker, one.affiliation, one.quote) for one in read_quotes(text)]


def test_speaker_after_with_office() -> None:
    text = "“We have to do more for victims,” said Chan Dara, director of the Rights Bureau."
    assert _quotes(text) == [("Chan Dara", "director of the Rights Bureau", "We have to do more for victims")]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        ("“No cambió nada en el puerto”, dijo Ana Ruiz, portavoz de la Mesa.", "Ana Ruiz", "portavoz de la Mesa"),
        ("“Nada mudou no porto este ano”, disse Rui Melo, diretor da Rede.", "Rui Melo", "diretor da Rede"),
        ("« Rien n’a changé au port », a déclaré Aya Sy, avocate du Banc.", "Aya Sy", "avocate du Banc"),
        ("“Nothing has changed in port,” said Ann Bell, a fellow of the Quay.", "Ann Bell", "a fellow of the Quay"),
    ],
)
def test_speakers_in_other_languages_and_other_offices(text: str, speaker: str, office: str) -> None:
    ((named, affiliation, _),) = _quotes(text)
    assert (named, affiliation) == (speaker, office)


def test_speaker_before_and_inside() -> None:
    text = (
        "Ann Bell, who heads the group Open Door, said the law was “not yet used by any of the courts”.\n"
        '"It is a start," Mr. Bell said. "But only a start, and a late one."'
    )
    found = _quotes(text)
    assert [quote for _, _, quote in found] == [
        "not yet used by any of the courts",
        "It is a start",
        "But only a start, and a late one.",
    ]
    assert {speaker for speaker, _, _ in found} == {"Ann Bell"}
    assert found[0][1] == "who heads the group Open Door"


def test_pronoun_means_the_last_speaker() -> None:
    text = (
        "“The police do what they can,” said Sok Vanna, a deputy chief of police.\n"
        "Officials were busy all week.\n“We will do more next year,” he said."
    )
    assert [(speaker, affiliation) for speaker, affiliation, _ in _quotes(text)] == [
        ("Sok Vanna", "a deputy chief of police")
    ] * 2


def test_a_quotation_with_several_paragraphs_is_one_quotation() -> None:
    text = "Sok Vanna spoke.\n“We began in spring.\n“We went on in summer.\n“We ended late,” Sok Vanna said."
    found = read_quotes(text)
    assert [one.quote for one in found] == ["We began in spring.\nWe went on in summer.\nWe ended late"]
    assert found[0].speaker == "Sok Vanna"
    assert text[found[0].start] == "“"
    assert text[found[0].end - 1] == "”"


def test_the_report_is_a_speaker() -> None:
    text = (
        "“The government did little for victims,” the report states.\n"
        "The annual report says that officials were “often complicit in these crimes” and “rarely punished for them”."
    )
    assert [speaker for speaker, _, _ in _quotes(text)] == ["report"] * 3


def test_later_paragraph_of_the_same_speaker() -> None:
    text = "“This must be stopped now,” Pen Sophy said.\n“Nobody can look away any longer from it.”"
    assert [speaker for speaker, _, _ in _quotes(text)] == ["Pen Sophy", "Pen Sophy"]


def test_single_words_in_marks_are_not_quotations() -> None:
    assert _quotes("It was put on the “Tier 2” list and called a “watch list” country by all.") == []


def test_unclosed_marks_end_with_their_paragraph() -> None:
    assert _quotes("“It never ends, she thought.\nThe next paragraph has no marks at all.") == []


@given(st.text(alphabet="“”\"'ab. ,\nSsaid", max_size=120))
def test_spans_are_in_any_text(text: str) -> None:
    for one in read_quotes(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.quote.split("\n")[0] in text[one.start : one.end]


def test_titles_before_a_name_are_its_office() -> None:
    text = (
        "“We do not want to be the last of the class,” Interior Ministry spokesman Lieutenant General Chan Dara said.\n"
        "US Ambassador to Malaysia Ann Bell said it was a start.\n“It is a start, and no more than that,” Bell said."
    )
    assert _quotes(text) == [
        ("Chan Dara", "Interior Ministry spokesman Lieutenant General", "We do not want to be the last of the class"),
        ("Ann Bell", "US Ambassador to Malaysia", "It is a start, and no more than that"),
    ]


def test_titles_of_reports_in_marks_are_not_quotations() -> None:
    text = "The department's “Trafficking in Persons Report” put it on its “Tier 2 Watch List” again, the paper wrote."
    assert _quotes(text) == []


def test_a_surname_means_the_person_named_before() -> None:
    text = (
        "Secretary of State Ana Cruz cited “disturbing evidence” of crime.\n"
        "“This cannot and must not be tolerated by anyone,” she said."
    )
    assert {(speaker, office) for speaker, office, _ in _quotes(text)} == {("Ana Cruz", "Secretary of State")}

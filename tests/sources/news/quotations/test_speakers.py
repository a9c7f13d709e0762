"""The speaker beside a quotation: who is named, who is meant, and when nobody is."""

import pytest

from sources.news.quotations.quotes import read_quotes

_SAID = "We have waited for this for ten years"


def _speaker(text: str) -> tuple[str | None, str | None]:
    (quote,) = [one for one in read_quotes(text) if one.quote.startswith("We have waited")]
    return quote.speaker, quote.affiliation


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        (f"“{_SAID},” Ann Bell told Reuters.", "Ann Bell", None),
        (f"“{_SAID},” the lawyer, Ann Bell, told Reuters on Monday.", "Ann Bell", "lawyer"),
        (f"“{_SAID},” Martin Bell Jr. said.", "Martin Bell Jr.", None),
        (f"“{_SAID},” said Martin Bell Jr., head of the port.", "Martin Bell Jr.", "head of the port"),
        (f"“{_SAID},” Deputy Assistant Secretary of State for Democracy Ann Bell said.", "Ann Bell", "Deputy Assistant"
         " Secretary of State for Democracy"),
        (f"“{_SAID},” said Interior Ministry spokesman General Chan Dara.", "Chan Dara", "Interior Ministry spokesman"
         " General"),
        (f"“{_SAID},” chairman, founder and president Ann Bell said in the release.", "Ann Bell", "chairman, founder"
         " and president"),
        (f"“{_SAID},” said Ann Bell of Open Harbour.", "Ann Bell", "Open Harbour"),
        (f"“{_SAID},” the 80-year-old Ann Bell said.", "Ann Bell", None),
        (f"“{_SAID},” Ann Bell weighed in.", "Ann Bell", None),
        (f"According to Ann Bell, director of Open Harbour, “{_SAID}”.", "Ann Bell", "director of Open Harbour"),
        (f"Speaking after the vote, Ann Bell said: “{_SAID}.”", "Ann Bell", None),
        (f"Ann Bell, a lawyer, spoke first. Chan Dara, a doctor, said “{_SAID}”.", "Chan Dara", "a doctor"),
        (f"Ann Bell said in a statement:\n“{_SAID}.”", "Ann Bell", None),
        (f"“{_SAID},” the report read.", "report", None),
        (f"“{_SAID},” stated the 2010 report.", "report", None),
        (f"“{_SAID},” the 2014 Trafficking in Persons Report said.", "report", None),
        (f"“{_SAID},” it said in its annual report on trafficking.", None, None),
        (f"“{_SAID},” the State Department said.", "report", None),
    ],
)  # fmt: skip
def test_the_speaker_is_named(text: str, speaker: str | None, office: str | None) -> None:
    assert _speaker(text) == (speaker, office)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (f"“{_SAID},” said a ministry spokesperson when contacted by Reuters.", "ministry spokesperson"),
        (f"“{_SAID},” the doctor said.", "doctor"),
        (f"“{_SAID},” an officer told the girl.", "officer"),
        (f"“{_SAID},” Human Rights Watch said on Tuesday.", "Human Rights Watch"),
        (f"“{_SAID},” said the Ministry of Interior.", "Ministry of Interior"),
        (f"“{_SAID},” UNICEF said.", "UNICEF"),
        (f"“{_SAID},” Cambodia said.", None),
        (f"“{_SAID},” they said.", None),
        (f"“{_SAID},” said officials in Phnom Penh.", "officials in Phnom Penh"),
        (f"Ann Bell, a lawyer, opened the meeting.\nThe site has this text:\n“{_SAID}.”", None),
        (f"Ann Bell said it was late.\nA day went by.\nRain fell on the coast.\n“{_SAID}.”", None),
    ],
)
def test_nobody_is_named_rather_than_somebody_else(text: str, office: str | None) -> None:
    assert _speaker(text) == (None, office)


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        (f"“{_SAID}”, explicó ayer a Efe el fiscal general, Luis Paz.", "Luis Paz", "fiscal general"),
        (f"“{_SAID}”, afirmó en un comunicado la Cancillería.", None, "Cancillería"),
        (f"Según la ministra de Trabajo, Ana Ruiz, «{_SAID}».", "Ana Ruiz", "ministra de Trabajo"),
        (
            f"El obispo de Puerto Lindo, monseñor Luis Paz, respondió que «{_SAID}».",
            "Luis Paz",
            "obispo de Puerto Lindo",
        ),
        (f"Ana Ruiz espera. “Nadie vino a vernos en un año”, dijo Ana Ruiz. Y remató: “{_SAID}”.", "Ana Ruiz", None),
        (f"O informe foi criticado. “{_SAID}”, disse à Lusa Rui Melo, diretor da Rede.", "Rui Melo", "diretor da Rede"),
        (f"Segundo a procuradora Ana Melo, “{_SAID}”.", "Ana Melo", "procuradora"),
        (f"O relatório diz que “{_SAID}”.", "report", None),
        (
            f"« {_SAID} », a reconnu lundi à l’AFP le ministre de la Justice, Ali Sy.",
            "Ali Sy",
            "ministre de la Justice",
        ),
        (f"« {_SAID} », s’indigne une avocate.", None, "une avocate"),
        (f"Aya Sy tient un refuge. « {_SAID} », sourit-elle.", "Aya Sy", None),
        (f"Le rapport estime que « {_SAID} ».", "report", None),
        (
            f"Pour le procureur de Port-Bel, Ali Sy, la note est « {_SAID} ».",
            "Ali Sy",
            "procureur de Port-Bel",
        ),
        (f"Calls for a vote were described by Inspector Chan Dara as “{_SAID}”.", "Chan Dara", "Inspector"),
        (f"“{_SAID},” shrugs fisherman Chan Dara.", "Chan Dara", "fisherman"),
        (
            f"“{_SAID},” said Sister Ann Bell, 71, of the Convent of the Quay.",
            "Ann Bell",
            "Sister, the Convent of the Quay",
        ),
        (f"Prosecutor-General Ann Bell told Reuters: “{_SAID}.”", "Ann Bell", "Prosecutor-General"),
        (f"But a cook in Quayside, Ann Bell, doubts it. “{_SAID},” she said.", "Ann Bell", "cook in Quayside"),
        (f"Ann Bell, the director, read the text and called it “{_SAID}”.", "Ann Bell", "the director"),
        (f"“{_SAID},” Ann Bell was quoted as saying.", "Ann Bell", None),
        (f"The report is short. “{_SAID},” it says.", "report", None),
        (f"“It is late,” said Ann Bell. Her colleague Chan Dara nodded. “{_SAID},” he said.", "Chan Dara", None),
    ],
)
def test_the_speaker_is_found_in_other_orders_and_languages(text: str, speaker: str | None, office: str | None) -> None:
    assert _speaker(text) == (speaker, office)


@pytest.mark.parametrize(
    "text",
    [
        f"“{_SAID},” said a spokesman for President Chan Dara.",
        f"“{_SAID},” said the minister, who is due to meet Ambassador Chan Dara.",
        f"“{_SAID},” the Ministry of Gender Equality said.",
        f"“{_SAID},” said Caritas Lebanon.",
        f"Mr. Chan Dara asked why she had not run. “{_SAID},” she answered.",
        f"The ministry’s own report said “{_SAID}”.",
        f"“{_SAID}”, dijo la jefa de la Unidad Especializada.",
    ],
)
def test_a_governed_name_or_a_body_is_no_speaker(text: str) -> None:
    assert _speaker(text)[0] is None


def test_another_pronoun_means_somebody_else() -> None:
    text = f"“It is late,” Ann Bell said.\n“It rained a lot,” she said.\n“{_SAID},” he said."
    assert _speaker(text) == (None, None)


def test_a_surname_of_two_persons_stays_as_printed() -> None:
    text = f"Ann Bell, a lawyer, met her uncle Tom Bell, a doctor.\n“{_SAID},” Mr. Bell said."
    assert _speaker(text)[0] == "Bell"


@pytest.mark.parametrize(
    ("opening", "closing"),
    ["“”", "““", "””", '""', '“"', '"”', "«»", "»«", "„“", "„”", '„"', "‘’", ("''", "''"), ("``", "''"), ("‘‘", "’’")],
)
def test_marks_of_all_kinds(opening: str, closing: str) -> None:
    assert _speaker(f"{opening}{_SAID},{closing} said Ann Bell, a lawyer.") == ("Ann Bell", "a lawyer")


def test_an_apostrophe_opens_and_closes_nothing() -> None:
    text = "The victims’ lawyers and the workers’ union met in the ‘90s. It’s the boss’ word, the unions’ lawyer said."
    assert read_quotes(text) == []

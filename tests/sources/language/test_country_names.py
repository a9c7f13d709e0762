"""Countries in running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.country_names import find_countries
from sources.reference.countries import country_rows
from sources.reference.data import rows


def _found(text: str, language: str = "en", context: str = "") -> list[tuple[str, str | None]]:
    return [(text[one.start : one.end], one.country) for one in find_countries(text, language, context=context)]


SOUTH_AFRICA = [("South Africa", "ZAF")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cambodia and Cambodians in Phnom Penh", [("Cambodia", "KHM"), ("Cambodians", "KHM"), ("Phnom Penh", "KHM")]),
        ("Guinea-Bissau, Equatorial Guinea", [("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ")]),
        ("Papua New Guinea", [("Papua New Guinea", "PNG")]),
        ("Guinea was named", [("Guinea", "GIN")]),
        ("Niger and Nigeria", [("Niger", "NER"), ("Nigeria", "NGA")]),
        ("Nigeriens and Nigerians", [("Nigeriens", "NER"), ("Nigerians", "NGA")]),
        ("the Niger Delta", []),
        ("Romania, a woman, Oman", [("Romania", "ROU"), ("Oman", "OMN")]),
        ("St Lucia, St. Lucia and Saint Lucia", [("St Lucia", "LCA"), ("St. Lucia", "LCA"), ("Saint Lucia", "LCA")]),
        ("Trinidad & Tobago", [("Trinidad & Tobago", "TTO")]),
        ("Côte d’Ivoire or Cote d'Ivoire", [("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV")]),
        ("the Democratic Republic of Congo", [("Democratic Republic of Congo", "COD")]),
        ("Congo alone", [("Congo", None)]),
        ("in Kinshasa, Congo", [("Kinshasa", "COD"), ("Congo", "COD")]),
        ("North Korea and South Korea", [("North Korea", "PRK"), ("South Korea", "KOR")]),
        ("North and South Korea", [("North", "PRK"), ("South Korea", "KOR")]),
        ("guinea pigs, Guinea pigs", []),
        ("Korea, or Seoul", [("Korea", "KOR"), ("Seoul", "KOR")]),
        ("the Dominican Republic; a Dominican", [("Dominican Republic", "DOM"), ("Dominican", "DOM")]),
        ("Dominica; a Dominican", [("Dominica", "DMA"), ("Dominican", "DMA")]),
        ("Mr Jordan Smith and Barbara Jordan", [("Jordan", None), ("Jordan", None)]),
        ("Jordan was ranked", [("Jordan", "JOR")]),
        ("Mr Jordan told Jordanians", [("Jordan", None), ("Jordanians", "JOR")]),
        ("“Mr. Jordan is in Amman", [("Jordan", None), ("Amman", "JOR")]),
        ("Jordan, 34, was held in Jordanian custody", [("Jordan", None), ("Jordanian", "JOR")]),
        ("Mrs Chad of Chad and Togo", [("Chad", None), ("Chad", "TCD"), ("Togo", "TGO")]),
        ("Ms. Israel of Togo", [("Israel", None), ("Togo", "TGO")]),
        ("Dr Ireland, the Monsieur France of Mali", [("Ireland", None), ("France", None), ("Mali", "MLI")]),
        ("Samoa and a Samoan", [("Samoa", "WSM"), ("Samoan", "WSM")]),
        ("American Samoa and American Samoans", []),
        ("the Hellenic Republic", [("Hellenic Republic", "GRC")]),
        ("in Sudan, South Africa and Mali", [("Sudan", "SDN"), ("South Africa", "ZAF"), ("Mali", "MLI")]),
        ("in Korea, South Africa and Mali", [("Korea", None), ("South Africa", "ZAF"), ("Mali", "MLI")]),
        ("in Korea, South Sudan and Mali", [("Korea", None), ("South Sudan", "SSD"), ("Mali", "MLI")]),
        ("Korea, South; Korea, North, South Africa", [("Korea, South", "KOR"), ("Korea, North", "PRK"), *SOUTH_AFRICA]),
        ("the people's Republic of China", [("China", "CHN")]),
        ("Atlanta, Georgia, is a hub", [("Georgia", None)]),
        ("Georgia, Armenia and Turkey", [("Georgia", "GEO"), ("Armenia", "ARM"), ("Turkey", "TUR")]),
        ("the Phnom Penh Post and the Bangkok Post, the Times of India", []),
        ("Latin American and Indian Ocean", []),
        ("tell us, CAR and ROC", []),
        ("VIENTIANE, Laos", [("VIENTIANE", "LAO"), ("Laos", "LAO")]),
        ("Thailands", []),
    ],
)  # fmt: skip
def test_names(text: str, found: list[tuple[str, str | None]]) -> None:
    assert _found(text) == found


def test_names_in_a_language_are_read_in_texts_of_that_language() -> None:
    assert _found("Camboya y Tailandia", "es") == [("Camboya", "KHM"), ("Tailandia", "THA")]
    assert _found("Moçambique", "pt") == [("Moçambique", "MOZ")]
    assert _found("La Côte d'Ivoire et le Tchad", "fr") == [("Côte d'Ivoire", "CIV"), ("Tchad", "TCD")]
    assert _found("a bowl of Chili") == []


def test_the_headline_resolves_an_ambiguous_name() -> None:
    assert _found("Congo was named", context="Kinshasa reacts") == [("Congo", "COD")]


def test_every_country_is_found_by_its_name() -> None:
    for row in country_rows():
        if row["country"] != "WLD" and row["country"] not in {"GEO", "JOR", "TCD"}:
            assert (row["name"], row["country"]) in _found(f"It is {row['name']}.")


def test_demonyms_name_known_countries() -> None:
    known = {row["country"] for row in country_rows()}
    words = list(rows("demonyms.csv"))
    assert {row["country"] for row in words} <= known
    assert len({row["country"] for row in words}) >= 200
    assert all(row["source"] and row["confidence"] in ("high", "medium") for row in words)
    assert {row["ambiguous"] for row in words} == {"no", "shared", "person", "place"}


@given(st.text(max_size=200))
def test_spans_match_the_printed_names(text: str) -> None:
    mentions = find_countries(f"{text} Cambodia {text}")
    assert any(one.country == "KHM" for one in mentions) or text[-1:].isalnum() or text[:1].isalnum()
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        (
            "es",
            "Países Bajos, Sudáfrica, Emiratos Árabes Unidos, Kenia y Jordania",
            ["NLD", "ZAF", "ARE", "KEN", "JOR"],
        ),
        ("pt", "Quênia, Zâmbia, Paquistão, Países Baixos e África do Sul", ["KEN", "ZMB", "PAK", "NLD", "ZAF"]),
        ("fr", "Comores, Émirats arabes unis, Afrique du Sud, Ouganda, Bélarus", ["COM", "ARE", "ZAF", "UGA", "BLR"]),
        ("fr", "Atlanta, en Géorgie", [None]),
        ("es", "una universidad de Granada", [None]),
    ],
)
def test_names_of_other_languages(language: str, text: str, codes: list[str | None]) -> None:
    assert [country for _, country in _found(text, language)] == codes


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("The judge Kenya Williams said it was late.", []),
        ("Judge Kenya Williams spoke of Togo.", ["TGO"]),
        ("Kenya Williams, a judge in Fiji, spoke.", ["FJI"]),
        ("Senator Leila de Lima was held. De Lima said it was politics.", []),
        ("Foreign Minister Israel Katz said Israel would act.", ["ISR"]),
        ("Georgia Meloni said Italy would act.", ["ITA"]),
        ("Paris Hilton said it was a start for Togo.", ["TGO"]),
        ("Jordan Smith, 34, was arrested. Jordan said he was innocent.", []),
        ("Barbara Jordan, a lawyer, said so.", []),
        ("Ms. China Jones, 22, was freed. China was on Tier 3.", ["CHN"]),
        ("Mr Jordan met the judge. The rank of Jordan and Togo fell.", ["JOR", "TGO"]),
        ("Kenya Police said it arrested three.", ["KEN"]),
        ("Malaysia Monday rejected the report.", ["MYS"]),
        ("Kenya President William Ruto said no.", ["KEN"]),
        ("The former ambassador to Israel Dan Shapiro said no.", ["ISR"]),
        ("Peru's government in Lima said no.", ["PER", "PER"]),
        ("Kenya, Chad and Jordan were on Tier 3.", ["KEN", "TCD", "JOR"]),
    ],
)
def test_names_of_persons_are_no_countries(text: str, countries: list[str]) -> None:
    assert [mention.country for mention in find_countries(text) if mention.country] == countries


def test_de_before_a_capital_is_no_surname_in_spanish() -> None:
    assert [mention.country for mention in find_countries("El fiscal de Lima dijo que no.", "es")] == ["PER"]

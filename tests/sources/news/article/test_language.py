"""The language of a text: one of the four that are read, unless another one is clear."""

import pytest

from sources.news.article.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nigeria is back on Tier 2, the US report says.", "en"),
        ("Ghana was upgraded from the Tier 2 Watch List to Tier 2.", "en"),
        ("Jamaica upgraded to Tier 2", "en"),
        ("Eswatini got Tier 3 again, no surprise.", "en"),
        ("Lesotho is on the watch list no more, says minister.", "en"),
        ("Argentina subió al Nivel 1.", "es"),
        ("Guatemala sale de la lista de vigilancia.", "es"),
        ("Nicaragua, otra vez en el nivel 3", "es"),
        ("Colombia logra mantener el nivel 1.", "es"),
        ("A Guiné-Bissau foi colocada no Nível 3 pelos EUA.", "pt"),
        ("Brasil sobe de nível", "pt"),
        ("São Tomé fica no nível 2.", "pt"),
        ("Le Gabon rétrogradé.", "fr"),
        ("Le Bénin, le Togo et le Niger au niveau 2", "fr"),
        ("Haïti, seul pays au niveau 3 dans la région", "fr"),
    ],
)
def test_a_short_text_is_in_a_language_that_is_read(text: str, language: str) -> None:
    assert language_of(text, None) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ghana wurde auf die Stufe 2 herabgestuft.", "de"),
        ("La Bolivia è scesa al livello 3 nel rapporto del 2018.", "it"),
        ("Thailand is in het rapport van 2014 naar niveau 3 gezakt.", "nl"),
        ("Bolívia va baixar al nivell 3 de l'informe americà d'aquest any.", "ca"),
        ("Bolivia baixou ao nivel 3 no informe deste ano, segundo dixo o goberno galego.", "gl"),
        ("Di gofment don put Nigeria for Tier 2 and dem say di palava never finish.", "pcm"),
        ("Indonesia turun ke peringkat 3 tahun ini menurut laporan Amerika Serikat.", "id"),
        ("Moldova a rămas pe nivelul 2 în raportul din acest an.", "ro"),
        ("Türkiye bu yıl 2. seviyede kaldı ve rapor bunu övdü.", "tr"),
        ("Молдова осталась на втором уровне.", "ru"),
    ],
)
def test_another_language_is_clear(text: str, language: str) -> None:
    assert language_of(text, None) == language


def test_a_page_that_declares_its_language_is_believed_where_it_has_few_words() -> None:
    assert language_of("Tier 3", "fr") == "fr"


def test_a_text_without_words_has_a_language_that_is_read() -> None:
    assert language_of("\ud800 3 …", None) in ("en", "es", "pt", "fr")

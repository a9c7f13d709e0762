"""Claims of the labelled sentences, and properties of the claims of any text."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.news.claims.attribution import attribution_of
from sources.news.claims.claim import Claim
from sources.news.claims.reader import ArticleContext, mentions_of, read_claims
from sources.news.claims.years import Calendar, calendar_of
from tests.sources.news.claims.claim_cases import RELEASES, Case, cases, compare
from warehouse.tables.vocabulary import CLAIM_KINDS

FLOOR = 0.95


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_a_sentence_has_the_expected_claims(case: Case) -> None:
    assert compare(case).problems == ()


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned", "held_out"])
def test_precision_and_recall(held_out: bool) -> None:
    found = [compare(case) for case in cases() if case.held_out is held_out]
    right = sum(each.right for each in found)
    precision = right / (right + sum(each.false for each in found))
    recall = right / (right + sum(each.missed for each in found))
    print(f"{len(found)} sentences: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= FLOOR
    assert recall >= FLOOR


def test_enough_sentences_of_every_kind() -> None:
    found = cases()
    assert len(found) >= 200
    kinds = {expected.kind for case in found for expected in case.expected}
    assert kinds == set(CLAIM_KINDS)
    assert sum(1 for case in found if not case.expected) >= 30


def _read(text: str, *, day: date | None = date(2014, 6, 21), main: str | None = None) -> list[Claim]:
    context = ArticleContext(calendar_of(day, RELEASES, None), "en", main)
    return read_claims(text, mentions_of(text, "en", None), context)


def _one(text: str, kind: str, **options: date | None) -> Claim:
    (found,) = (claim for claim in _read(text, **options) if claim.kind == kind)
    return found


@pytest.mark.parametrize(
    ("text", "value", "growth"),
    [
        ("Convictions in Cambodia rose by 20 percent, the trafficking report says.", "20", "percent_more"),
        ("Convictions in Cambodia fell 25 percent, the trafficking report says.", "25", "percent_fewer"),
        ("The trafficking report says convictions in Cambodia rose to 20 percent.", "20", "percent"),
        ("The trafficking report says convictions in Cambodia doubled.", "2", "times"),
        ("The trafficking report says arrests fell while convictions in Cambodia doubled.", "2", "times"),
        ("The trafficking report says convictions in Cambodia fell threefold.", "3", "times_fewer"),
        (
            "Arrests fell, but there was a 20 percent increase in convictions in Cambodia, the TIP report says.",
            "20",
            "percent_more",
        ),
        ("Arrests rose and fell, convictions in Cambodia by 20 percent, the trafficking report says.", "20", "percent"),
    ],
)
def test_a_multiplier_says_what_its_number_means(text: str, value: str, growth: str) -> None:
    claim = _one(text, "multiplier")
    assert (claim.value, claim.growth) == (value, growth)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The trafficking report says Cambodia convicted 15 traffickers.", "sure"),
        ("The trafficking report says Cambodia convicted 15 foreign traffickers.", "likely"),
        ("The trafficking report says Cambodia convicted 15 women.", "likely"),
        ("The trafficking report says Cambodia convicted 15 traffickers in the capital.", "likely"),
        ("The trafficking report says Cambodia identified 15 Vietnamese victims.", "likely"),
        ("In forced labor cases, Cambodia secured 15 convictions, the trafficking report said.", "likely"),
        ("The trafficking report urged Cambodia to convict 15 traffickers.", "likely"),
    ],
)
def test_a_count_is_sure_only_where_no_word_can_make_it_one_of_a_part(text: str, certainty: str) -> None:
    assert _one(text, "count").certainty == certainty


def test_a_range_has_its_upper_end_and_a_compared_number_its_hedge() -> None:
    told = _one("The trafficking report says Cambodia convicted between 30 and 40 traffickers.", "count")
    assert (told.value, told.value_high) == ("30", "40")
    told = _one("The trafficking report says Cambodia identified 40 victims, up from about 30.", "count")
    assert (told.previous_value, told.previous_qualifier, told.value_high) == ("30", "approximately", None)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [("more than five", "more_than"), ("at least five", "at_least"), ("five", None)],
)
def test_a_hedged_number_of_years_is_hedged(words: str, qualifier: str | None) -> None:
    told = _one(f"The trafficking report puts Russia on Tier 3 for {words} consecutive years.", "streak")
    assert (told.value, told.qualifier) == ("5", qualifier)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The 2014 Trafficking in Persons Report put Cambodia on Tier 2.", True),
        ("The Trafficking in Persons Report put Cambodia on Tier 2 in 2014.", True),
        ("The Trafficking in Persons Report put Cambodia on Tier 2, after it opened a shelter on 1 May 2014.", False),
        ("The Trafficking in Persons Report put Cambodia on Tier 2.", False),
    ],
)
def test_a_year_names_the_edition_only_where_it_dates_the_tier(text: str, named: bool) -> None:
    assert _one(text, "tier").edition_named is named


def test_the_year_in_the_name_of_a_report_dates_no_count() -> None:
    told = _one("The 2014 Trafficking in Persons Report says 49,105 victims were identified worldwide.", "world_count")
    assert (told.report_year, told.data_year, told.edition_named) == (2014, 2013, True)


def test_a_count_of_an_earlier_edition_belongs_to_it_and_is_not_sure() -> None:
    told = _one("The 2013 Trafficking in Persons Report says Cambodia convicted 30 traffickers.", "count")
    assert (told.report_year, told.data_year, told.certainty) == (2013, 2012, "likely")


def _values(text: str, **options: date | None) -> set[tuple[str, str, str | None]]:
    return {(claim.kind, claim.country, claim.value) for claim in _read(text, **options)}


def test_the_countries_means_the_last_named_countries() -> None:
    text = (
        "The trafficking report names Thailand, Malaysia and Venezuela.\n"
        "All three countries were downgraded to Tier 3.\nBoth countries were downgraded to Tier 3."
    )
    lists = [claim.country for claim in _read(text) if claim.kind == "list"]
    assert lists == ["THA", "MYS", "VEN"]


def test_a_list_below_a_heading() -> None:
    text = "The trafficking report is out.\nTier 3 countries:\nAlgeria\nCuba\nCentral African Republic\nIt ends here."
    assert [(claim.country, claim.value) for claim in _read(text)] == [("DZA", "3"), ("CUB", "3"), ("CAF", "3")]


def test_the_list_means_the_list_named_before() -> None:
    text = (
        "The United States added Chad to its blacklist of countries trafficking in people.\n"
        "Removed from the list were Qatar and Oman."
    )
    values = _values(text, day=date(2009, 6, 17))
    assert ("tier_change", "QAT", "upgraded") in values
    assert ("tier", "TCD", "3") in values


def test_an_unresolved_name_makes_no_claim() -> None:
    assert _read("The trafficking report placed Congo on Tier 3.") == []
    values = _values("The trafficking report was read in Kinshasa.\nThe report placed Congo on Tier 3.")
    assert ("tier", "COD", "3") in values


def test_an_article_before_a_release_is_about_the_previous_edition() -> None:
    claims = _read("Thailand is on Tier 2 of the trafficking report.", day=date(2014, 6, 1))
    assert [claim.report_year for claim in claims] == [2013]


def test_without_a_day_the_edition_is_unknown() -> None:
    assert [claim.report_year for claim in _read("Thailand is on Tier 2 of the trafficking report.", day=None)] == [
        None
    ]


def test_other_lists_make_no_claim() -> None:
    assert _read("The trafficking report is out.\nPakistan remains on the grey list of the FATF.") == []
    assert _read("The trafficking report is out.\nThailand stays on the Priority Watch List for piracy.") == []


@pytest.mark.parametrize(
    ("sentence", "attribution"),
    [
        ("The report says Thailand is on Tier 2.", "report"),
        ("Thailand is on Tier 2, said the foreign minister.", "official"),
        ("Thailand is now on Tier 2.", "paper"),
        ("According to the charity, Thailand is on Tier 2.", "other"),
        ("Thailand is on Tier 2, the Trafficking in Persons Report of 2014 says.", "report"),
        ("Thailand is on Tier 2 of the Trafficking in Persons Report.", "report"),
        ("The report is out. It says that Thailand is on Tier 2.", "report"),
        ("The charity is angry. It says that Thailand is on Tier 2.", "other"),
    ],
)
def test_attribution(sentence: str, attribution: str) -> None:
    found = {claim.attribution for claim in _read(f"Human trafficking.\n{sentence}") if claim.kind == "tier"}
    assert found == {attribution}


@pytest.mark.parametrize(
    ("sentence", "attribution"),
    [
        ("Police said courts in Ghana convicted 40 traffickers in 2013.", "official"),
        ("The government announced that it had identified 40 victims in Ghana.", "official"),
        ("Convictions in Ghana tripled, the minister told reporters.", "official"),
        ("There were no convictions in Ghana, an official said.", "official"),
        ("Courts in Ghana convicted 40 traffickers in 2013, the United Nations says.", "other"),
        ("NGOs counted 40 convictions in Ghana in 2013.", "other"),
    ],
)
def test_numbers_from_other_sources_than_the_report_are_not_claims(sentence: str, attribution: str) -> None:
    assert attribution_of(sentence) == attribution
    assert _read(f"The trafficking report is out.\n{sentence}") == []
    names = ("Police", "The government", "the minister", "an official", "the United Nations", "NGOs")
    by_report = next(sentence.replace(name, "the report") for name in names if name in sentence)
    claims = _read(f"The trafficking report is out.\n{by_report}")
    assert {(claim.country, claim.attribution) for claim in claims} == {("GHA", "report")}, by_report


WORDS = st.sampled_from(
    "Cambodia Thailand Georgia and , . “ ” ( ) : – Tier 2 3 Watch List the report downgraded upgraded from to on was"
    " not convicted 36 11 traffickers in 2009 last year United States countries blacklist waiver could it its"
    " kingdom \n".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_text_gives_claims_with_exact_spans(text: str) -> None:
    claims = _read(f"trafficking {text}", main="KHM")
    for claim in claims:
        sentence = f"trafficking {text}"[claim.start : claim.end]
        assert sentence and sentence == sentence.strip()
        assert "\n" not in sentence
    assert claims == _read(f"trafficking {text}", main="KHM")


def test_calendar_without_editions() -> None:
    assert calendar_of(date(1999, 1, 1), RELEASES, None) == Calendar(None, 1999)


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("The 2014 trafficking report puts Ghana on Tier 2.", "sure"),
        ("Ghana was downgraded to Tier 3 from Tier 2 in the trafficking report.", "sure"),
        ("The trafficking report says that Ghana convicted 12 traffickers.", "sure"),
        ("The trafficking report ranks 188 countries.", "sure"),
        ("Ghana, which is on Tier 2 of the trafficking report, borders Togo.", "likely"),
        ("Ghana has been on Tier 2 of the trafficking report since 2010.", "likely"),
        ("Is Ghana on Tier 2 of the trafficking report?", "doubtful"),
        ("Ghana may fall to Tier 3 of the trafficking report.", "doubtful"),
        ("El informe sobre la trata de personas dejó a Cuba en el nivel 3.", "sure"),
    ],
)
def test_the_certainty_of_a_claim(sentence: str, certainty: str) -> None:
    language = "es" if sentence.startswith("El") else "en"
    context = ArticleContext(calendar_of(date(2014, 6, 21), RELEASES, None), language, "GHA")
    claims = read_claims(sentence, mentions_of(sentence, language, None), context)
    assert {claim.certainty for claim in claims} == {certainty}


def test_a_text_in_another_language_has_no_claims() -> None:
    text = "Deutschland steht im trafficking report auf Tier 2, sagte der Minister."
    context = ArticleContext(calendar_of(date(2014, 6, 21), RELEASES, None), "de", "DEU")
    assert read_claims(text, mentions_of(text, "de", None), context) == []


def test_claims_that_contradict_each_other_are_not_sure() -> None:
    told = "Laos is on Tier 3 of the trafficking report."
    assert [claim.certainty for claim in _read(told)] == ["sure"]
    doubted = _read(f"{told} Laos is on Tier 2 of the trafficking report.")
    assert [claim.certainty for claim in doubted] == ["likely", "likely"]

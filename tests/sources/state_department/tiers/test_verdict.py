"""The verdict of a narrative in the wording of all editions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.state_department.tiers.verdict import UnreadVerdict, Verdict, evaluate_verdict, read_verdict

FALLS_SHORT = "The Government of Ruritania does not fully comply with the minimum standards for eliminating trafficking"


def verdict(text: str) -> Verdict:
    found = read_verdict(text)
    assert found is not None
    assert text[found.char_start : found.char_end] == found.sentence
    assert found.char_start <= found.phrase_start < found.phrase_end <= found.char_end
    return found


@pytest.mark.parametrize(
    ("text", "tier", "change"),
    [
        ("Ruritania remained on Tier 2.", "2", "unchanged"),
        ("Efforts grew; therefore Ruritania was upgraded to Tier 1.", "1", "upgraded"),
        ("Therefore, Ruritania was downgraded to Tier 2 Watch List.", "2WL", "downgraded"),
        ("Ruritania has been placed on Tier 2 Watch List for its failure to show evidence of progress.", "2WL", None),
        ("The Department places Ruritania on Tier 3.", "3", None),
        ("Ruritania is ranked Tier 2.", "2", None),
        ("Ruritania is a Tier 2 country.", "2", None),
        ("Ruritania continues to be on Tier 2 Watch List.", "2WL", "unchanged"),
        ("Ruritania's placement on Tier 2 Watch List rests on promises for the year ahead.", "2WL", None),
        ("Ruritania has been elevated to Tier Two.", "2", "upgraded"),
        ("Ruritania remains a Special Case.", "special_case", "unchanged"),
        ("Ruritania is included in this report as a special case, for it has no government.", "special_case", None),
        ("Xenia (Tier 3)\nXenia is a country of transit.", "3", None),
        ("XENIA: Tier 2 Watch List\nXenia is a source.", "2WL", None),
        ("Tier 2 Watch List — update pending", "2WL", None),
        ("XENIA (TIER 1) Xenia is a destination.", "1", None),
        ("Ruritania was moved to Tier 3.", "3", None),
        ("Ruritania dropped to Tier 3.", "3", "downgraded"),
        ("The Department upgraded Ruritania to Tier 2.", "2", "upgraded"),
    ],
)
def test_a_stated_tier_is_read_with_its_change(text: str, tier: str, change: str | None) -> None:
    found = verdict(text)
    assert (found.tier, found.basis, found.admits, found.change) == (tier, "stated", (tier,), change)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Ruritania was downgraded from Tier 2 to Tier 3.", "3"),
        ("Ruritania, which was on Tier 3 last year, is raised to Tier 2 Watch List.", "2WL"),
        ("Ruritania was placed on Tier 3 in the 2005 Report. Ruritania is now placed on Tier 2.", "2"),
        ("In the 2005 Report, Ruritania was placed on Tier 3. It is placed on Tier 2 Watch List.", "2WL"),
        ("Ruritania would have been placed on Tier 3 had it no plan; it remained on Tier 2 Watch List.", "2WL"),
        ("Ruritania was not placed on Tier 3, and is placed on Tier 2 Watch List.", "2WL"),
        ("Unlike Xenia, which was downgraded to Tier 3, Ruritania therefore remained on Tier 1.", "1"),
        ("Therefore Ruritania was upgraded to Tier 2 despite its neighbor Xenia being placed on Tier 3.", "2"),
        ("Ruritania meets the criteria for Tier 2 Watch List but was downgraded to Tier 3.", "3"),
        ("Tier 2 Watch List - Ruritania was therefore upgraded to Tier 2.", "2"),
    ],
)
def test_tiers_of_other_countries_and_editions_are_no_verdict(text: str, tier: str) -> None:
    assert verdict(text).tier == tier


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ruritania remained on Tier 2. Ruritania is placed on Tier 3.", "conflicting_tiers"),
        ("Ruritania is placed on Tier 3. Ruritania is placed on Tier 2.", "conflicting_tiers"),
        ("Ruritania was therefore upgraded to Tier 1. Ruritania remained on Tier 2.", "conflicting_tiers"),
        ("Ruritania is on Tier 1. Ruritania is on Tier 2.", "conflicting_tiers"),
        ("Ruritania is placed on Tier 2 or Tier 3.", "unknown_tier"),
        ("Ruritania remained on Tier 2. It was placed on Tier 2.5.", "conflicting_tiers"),
        ("Ruritania remained on Tier 2 W?tch List.", "unknown_tier"),
        ("Ruritania was downgraded to Tier 4.", "unknown_tier"),
        ("Ruritania is ranked Tier 2.5.", "unknown_tier"),
        ("Tier 2.5 — Ruritania is a source of workers.", "unknown_tier"),
        (f"{FALLS_SHORT}. Ruritania remained on Tier 1.", None),
        (f"{FALLS_SHORT} and is not making significant efforts. Ruritania remained on Tier 2.", "conflicting_tiers"),
        (f"{FALLS_SHORT} but is making significant efforts. Ruritania was upgraded to Tier 1.", "conflicting_tiers"),
        ("The government fully meets the minimum standards. Ruritania is placed on Tier 3.", "conflicting_tiers"),
    ],
)
def test_sentences_that_contradict_each_other_or_name_no_known_tier_give_none(text: str, reason: str | None) -> None:
    found = evaluate_verdict(text)
    if reason is None:  # the sentence ends before the efforts, so it defines no tier
        assert isinstance(found, Verdict)
        return
    assert isinstance(found, UnreadVerdict)
    assert found.reason == reason
    assert all(part in text for part in found.printed.split(" | "))
    assert read_verdict(text) is None


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Norway remained on Tier 1. Its neighbor Sweden was downgraded to Tier 2.", "1"),
        ("Ruritania was placed on Tier 3 last year. Ruritania is placed on Tier 2.", "2"),
        ("Ruritania was on Tier 3 for years. It was upgraded to Tier 2.", "2"),
        ("Ruritania remained on Tier 2. Ruritania is placed on Tier II.", "2"),
        (f"{FALLS_SHORT} but is making significant efforts. Its waivers used up, it was downgraded to Tier 3.", "3"),
        ("Ruritania remained on \u0422ier 2 W\u0430tch List.", "2WL"),
    ],
)
def test_other_countries_earlier_years_and_the_same_tier_again_contradict_nothing(text: str, tier: str) -> None:
    assert verdict(text).tier == tier


MEETS = "The Government of Ruritania meets the minimum standards for the elimination of trafficking"


@pytest.mark.parametrize(
    ("text", "admits", "later"),
    [
        (f"{MEETS}.", ("1",), None),
        ("The Government of Ruritania currently complies with the minimum standards; NGOs help.", ("1",), None),
        (f"{MEETS} in some areas only.", None, None),
        (f"{MEETS}, although it could do more.", None, None),
        (f"It is not known whether the {MEETS[4:]}.", None, None),
        (f"Some say that the {MEETS[4:]}.", None, None),
        ("The Government of Ruritania is making efforts to meet the minimum standards.", None, None),
        ("Ruritania has neither complied with the minimum standards nor made significant efforts.", ("3",), ("3",)),
        ("Ruritania neither meets the minimum standards nor makes significant efforts.", ("3",), ("3",)),
        ("Ruritania has not met the minimum standards and has not yet begun to make efforts.", ("3",), ("3",)),
        (f"{FALLS_SHORT}; however, it is making significant efforts to do so.", ("2",), ("2", "2WL")),
        (f"{FALLS_SHORT}; however, it is making some efforts to do so.", ("2", "2WL"), ("2", "2WL")),
        (f"{FALLS_SHORT}.", None, None),
    ],
)
def test_editions_before_the_watch_list_leave_less_doubt(
    text: str, admits: tuple[str, ...] | None, later: tuple[str, ...] | None
) -> None:
    for edition, expected in ((2001, admits), (2003, admits), (2004, later), (None, later)):
        found = evaluate_verdict(text, edition)
        assert (found.admits if isinstance(found, Verdict) else found) == expected


def test_the_previous_tier_is_read() -> None:
    found = verdict("Ruritania was moved up from Tier 2 Watch List to Tier 2.")
    assert (found.tier, found.previous_tier, found.change) == ("2", "2WL", "upgraded")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ruritania is a country of transit.",
        "Ruritania is no longer on Tier 3.",
        "Ruritania would be downgraded to Tier 3 if it did nothing.",
        "Ruritania is making significant efforts to fully meet the minimum standards.",
        f"{FALLS_SHORT}.",
    ],
)
def test_text_without_verdict_gives_none(text: str) -> None:
    assert read_verdict(text) is None


@pytest.mark.parametrize(
    ("text", "tier", "admits"),
    [
        ("The Government of Ruritania fully complies with the minimum standards.", "1", ("1",)),
        ("The Government of Ruritania complies fully with the minimum standards.", "1", ("1",)),
        ("Ruritania fully meets the minimum standards for eliminating trafficking.", "1", ("1",)),
        (f"{FALLS_SHORT}; however, it is making significant efforts to do so.", "2", ("2", "2WL")),
        (f"{FALLS_SHORT} but is making eﬀorts to do so.", "2", ("2", "2WL")),
        (f"{FALLS_SHORT} and is not making significant efforts to do so.", "3", ("3",)),
        (f"{FALLS_SHORT}, nor is it making significant efforts to do so.", "3", ("3",)),
        (f"{FALLS_SHORT} and has not made sufficient efforts to do so.", "3", ("3",)),
        (
            f"{FALLS_SHORT} but is making significant efforts to do so. The government did not show overall "
            "increasing efforts over the year before.",
            "2WL",
            ("2WL",),
        ),
        (
            f"{FALLS_SHORT} but is making significant efforts. It was granted a waiver of a downgrade to Tier 3.",
            "2WL",
            ("2WL",),
        ),
    ],
)
def test_a_definition_without_tier_has_its_own_basis(text: str, tier: str, admits: tuple[str, ...]) -> None:
    found = verdict(text)
    assert (found.tier, found.basis, found.admits) == (tier, "definition", admits)


def test_a_label_that_contradicts_the_definition_is_ignored() -> None:
    found = verdict(f"Tier 2 Watch List — {FALLS_SHORT} and is not making significant efforts to do so")
    assert (found.tier, found.basis) == ("3", "definition")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Ruritania is placed on Tier 2 Watch List for a second consecutive year.", 2),
        ("Ruritania remained on Tier 2 Watch List for the third straight year.", 3),
        ("Ruritania remained on Tier 2 Watch List for the 4th year in a row.", 4),
        ("For the second consecutive year, Ruritania is placed on Tier 2 Watch List.", 2),
        ("Ruritania remained, for the second consecutive year, on the Tier 2 Watchlist.", 2),
        ("Ruritania is a Special Case for the fifth consecutive year.", 5),
        ("Ruritania remained a Special Case for the 16th consecutive year.", 16),
        ("This is the third consecutive year Ruritania has been placed on Tier 2 Watch List.", 3),
        ("Nobody was convicted for the third consecutive year. Ruritania remained on Tier 3.", None),
        ("Because nobody was convicted for the third consecutive year, Ruritania remained on Tier 3.", None),
        ("For the third consecutive year no one was tried, so Ruritania was downgraded to Tier 3.", None),
        ("Ruritania remained on Tier 2; for the second consecutive year, no one was convicted.", None),
    ],
)
def test_consecutive_years_are_those_of_the_placement(text: str, years: int | None) -> None:
    assert verdict(text).consecutive_years == years


@pytest.mark.parametrize(
    ("text", "waiver"),
    [
        ("Ruritania was granted a waiver from an otherwise required downgrade to Tier 3. {}", True),
        ("Ruritania was granted a waiver per the TVPA. {}", True),
        ("Ruritania was not placed on Tier 3 per Section 107 of the act, having a written plan. {}", True),
        ("A waiver of the otherwise required downgrade applies. {}", True),
        ("Ruritania was not granted a waiver from a downgrade to Tier 3 before. {}", False),
        ("A visa waiver was granted to tourists. {}", False),
        ("{}", False),
    ],
)
def test_waivers_are_read_where_they_are_granted(text: str, waiver: bool) -> None:
    found = verdict(text.format("Therefore Ruritania remained on Tier 2 Watch List."))
    assert (found.tier, found.waiver_stated, found.automatic_downgrade) == ("2WL", waiver, False)


@pytest.mark.parametrize(
    "text",
    [
        "In the 2011 and 2012 reports, Ruritania was granted consecutive waivers from a required downgrade to Tier 3. "
        "The law allows a maximum of two consecutive waivers. Ruritania is placed on Tier 3.",
        "A waiver is no longer available to Ruritania, which is therefore placed on Tier 3.",
        "Because it has been on Tier 2 Watch List for four consecutive years, Ruritania is no longer eligible for that "
        "ranking and was therefore downgraded to Tier 3.",
        "Ruritania was placed on Tier 3 after two consecutive years on the Tier 2 Watch List.",
        "Because a waiver is no longer allowed, Ruritania was downgraded to Tier 3.",
    ],
)
def test_an_automatic_downgrade_is_no_waiver(text: str) -> None:
    found = verdict(text)
    assert (found.tier, found.waiver_stated, found.automatic_downgrade) == ("3", False, True)
    assert found.consecutive_years is None


@pytest.mark.parametrize(
    "text",
    [
        "The law sets a maximum of twenty years in prison.",
        "Victims are no longer eligible for care.",
        "It has been on the list for two years.",
    ],
)
def test_other_limits_are_no_automatic_downgrade(text: str) -> None:
    assert not verdict(f"Ruritania remained on Tier 3. {text}").automatic_downgrade


def test_lists_are_mentioned() -> None:
    found = verdict(
        "Ruritania remained on Tier 3. There was a government policy or pattern of forced labor. "
        "It is on the list under the Child Soldiers Prevention Act."
    )
    assert (found.policy_or_pattern, found.child_soldier_list) == (True, True)
    other = verdict("Ruritania remained on Tier 3. The policy of the army is to recruit child soldiers.")
    assert (other.policy_or_pattern, other.child_soldier_list) == (False, False)


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    read_verdict(text)


PIECES = [
    *("Ruritania ", "is ", "was ", "not ", "placed ", "remained ", "upgraded ", "from ", "on ", "to ", "Tier 2 "),
    *("Tier 3", "Tier 2 Watch List ", "for the second consecutive year", "; ", ". ", ", ", "\n", "does not ", "fully "),
    *("meet ", "the minimum standards ", "making ", "efforts ", "granted a waiver ", "Special Case", "therefore ", "—"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_are_valid_in_any_order_of_words(text: str) -> None:
    if read_verdict(text) is not None:
        verdict(text)


PRINTED = {
    "1": ("Tier 1", "TIER 1", "Tier One"),
    "2": ("Tier 2", "Tier II"),
    "2WL": ("Tier 2 Watch List", "the Tier 2 Watchlist", "Tier Two (Watch List)"),
    "3": ("Tier 3", "Tier Three"),
}
VERBS = {
    "remained on": "unchanged",
    "remains on": "unchanged",
    "was upgraded to": "upgraded",
    "was downgraded to": "downgraded",
    "is placed on": None,
    "has been placed on": None,
    "is ranked on": None,
}
YEARS = {"": None, " for a second consecutive year": 2, " for the third consecutive year": 3}
BEFORE = [
    "Ruritania is a source of workers. ",
    f"{FALLS_SHORT}; however, it is making significant efforts to do so. ",
    "The police did not arrest anyone for the seventh consecutive year. ",
    "Efforts fell behind those of the previous reporting period; ",
]


@given(
    tier=st.sampled_from(sorted(PRINTED)),
    verb=st.sampled_from(sorted(VERBS)),
    years=st.sampled_from(sorted(YEARS)),
    before=st.lists(st.sampled_from(BEFORE), max_size=3, unique=True),
    conclusion=st.sampled_from(["", "therefore ", "Consequently, "]),
    country=st.sampled_from(["Ruritania", "the Republic of Xenia", "Côte d’Or"]),
    data=st.data(),
)
def test_a_written_verdict_is_read_again(
    tier: str, verb: str, years: str, before: list[str], conclusion: str, country: str, data: st.DataObject
) -> None:
    printed = data.draw(st.sampled_from(PRINTED[tier]))
    moved = VERBS[verb] in ("upgraded", "downgraded")
    text = f"{''.join(before)}{conclusion}{country} {verb} {printed}{'' if moved else years}. It opened a shelter."
    if tier == "1" and any(FALLS_SHORT in sentence for sentence in before):
        assert read_verdict(text) is None  # the definition says that the country is not on Tier 1
        return
    found = verdict(text)
    expected = None if moved else YEARS[years]
    assert (found.tier, found.basis, found.consecutive_years) == (tier, "stated", expected)
    assert found.change == ("unchanged" if expected else VERBS[verb])

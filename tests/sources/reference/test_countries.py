"""Names of countries: a name belongs to one country, and a repeated name raises."""

import pytest

from sources.reference.countries import by_name, by_slug, countries_of, country_rows, squash
from sources.reference.data import rows

DECLARED = list(rows("countries.csv"))


def with_alias(country: str, alias: str) -> list[dict[str, str]]:
    """The reviewed file with one more alias, at the end of those of a country."""
    assert any(row["country"] == country for row in DECLARED)
    return [
        {**row, "aliases": "|".join(filter(None, (row["aliases"], alias)))} if row["country"] == country else row
        for row in DECLARED
    ]


@pytest.mark.parametrize("alias", ["Khmer Land", "The Khmer Land", "~CAMBODIA", "~Cambódia"])
def test_a_new_name_and_a_marked_spelling_are_read(alias: str) -> None:
    (cambodia,) = (row for row in countries_of(with_alias("KHM", alias)) if row["country"] == "KHM")
    assert cambodia["aliases"][-1] == alias.removeprefix("~")


@pytest.mark.parametrize("alias", ["Thailand", "THAILAND", "Tháiland", "thai-land"])
def test_a_name_of_two_countries_raises(alias: str) -> None:
    with pytest.raises(ValueError) as refused:  # Laos comes before Thailand in the file
        countries_of(with_alias("LAO", alias))
    assert str(refused.value) == (
        f"sources/reference/data/countries.csv: 'Thailand' of THA is also '{alias}' of LAO; a name belongs to one"
        " country: remove it from the row of THA or of LAO"
    )


def test_a_marker_does_not_allow_a_name_of_another_country() -> None:
    with pytest.raises(ValueError, match="'thailand' of VNM is also 'Thailand' of THA; a name belongs to one country"):
        countries_of(with_alias("VNM", "~thailand"))


@pytest.mark.parametrize("alias", ["Türkiye", "turkiye", "TURKEY", "Tur-key"])
def test_a_name_twice_in_one_country_raises(alias: str) -> None:
    with pytest.raises(ValueError) as refused:
        countries_of(with_alias("TUR", alias))
    message = str(refused.value)
    assert message.startswith(f"sources/reference/data/countries.csv: '{alias}' of TUR is also 'T")
    assert message.endswith(f" of TUR; remove it, or write '~{alias}' if running text spells it in both ways")


def test_a_marked_spelling_with_the_same_letters_raises() -> None:
    with pytest.raises(ValueError, match="'Türkiye' of TUR is also 'Türkiye' of TUR; remove it"):
        countries_of(with_alias("TUR", "~Türkiye"))


def test_a_marked_spelling_without_an_earlier_name_raises() -> None:
    with pytest.raises(ValueError, match="'~Khmer Land' of KHM is no other spelling of a name before it"):
        countries_of(with_alias("KHM", "~Khmer Land"))


def test_every_name_is_found() -> None:
    for row in country_rows():
        for name in filter(squash, (row["name"], *row["aliases"])):
            found = by_name(name)
            assert found is not None
            assert (found.country, found.area) == (row["country"], "main")
            assert by_slug(f"https://www.state.gov/reports/x/{name}__trashed/") == found
            assert "~" not in name

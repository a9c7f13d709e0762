"""The codes of other publishers, compared with ISO 3166 as pycountry holds it."""

import pycountry

from sources.reference.countries import country_rows
from sources.reference.data import rows

ROWS = {row["country"]: row for row in country_rows()}
WITHDRAWN = {country.alpha_3: country for country in pycountry.historic_countries}
NOT_ISO = {"XKX", "WLD"}


def test_codes_of_iso_3166() -> None:
    for code, row in ROWS.items():
        if code not in NOT_ISO:
            country = pycountry.countries.get(alpha_3=code) or WITHDRAWN[code]
            assert row["iso_numeric"] == int(country.numeric), code
            if code not in WITHDRAWN:
                assert row["iso2"] == country.alpha_2


def test_a_code_belongs_to_one_country() -> None:
    for column in ("iso2", "iso_numeric", "world_bank", "cow", "gwn"):
        codes = [row[column] for row in ROWS.values() if row[column] is not None]
        shared = {code for code in codes if codes.count(code) > 1}
        # Correlates of War gives Serbia the number of the state before it
        assert shared == ({345} if column == "cow" else set()), column


def test_the_lists_of_states_differ_where_their_authors_say() -> None:
    differing = {code for code, row in ROWS.items() if row["cow"] != row["gwn"]}
    assert differing == {"DEU", "YEM", "SRB", "KIR", "NRU", "TON", "TUV"}


def test_every_country_has_a_row_with_its_source() -> None:
    declared = rows("country_identifiers.csv")
    assert [row["country"] for row in declared] == list(ROWS)
    assert all(row["source"] for row in declared)

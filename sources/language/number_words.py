"""The words of numbers in English, in lower case with plain hyphens.

Here are number words, scales, ordinals, words that multiply, currencies, and the qualifiers that say how exact a number
is. `cardinals`, `numbers` and `qualifiers` read text with them. The words of counts in reports are in
`sources/language/data/lexicon.csv`.
"""

from typing import Final

UNITS: Final = {
    word: value for value, word in enumerate("one two three four five six seven eight nine".split(), start=1)
}

_TEENS: Final = {
    word: value
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), start=10
    )
}

TENS: Final = {
    word: value * 10
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}

SMALL: Final = {"zero": 0, **UNITS, **_TEENS, **TENS}

SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

ORDINALS: Final = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}

NEGATIONS: Final = frozenset({"no", "none", "zero", "nil"})

CURRENCIES: Final = frozenset("$ € £ ¥ ₹ ₱ ₦ ₩ ฿ usd eur gbp us$ dollars euros pounds dollar euro".split())

QUALIFIERS_BEFORE: Final = {
    phrase: qualifier
    for qualifier, phrases in {
        "at_least": (
            "at least", "a minimum of", "minimum of", "no fewer than", "no less than", "not less than",
            "not fewer than", "at a minimum",
        ),
        "more_than": ("more than", "over", "above", "in excess of", "upwards of", "greater than"),
        "approximately": (
            "approximately", "about", "around", "roughly", "nearly", "almost", "some", "an estimated", "estimated",
            "close to", "circa", "approximately another", "an approximate",
        ),
        "fewer_than": ("fewer than", "less than", "under", "below"),
        "up_to": (
            "up to", "as many as", "a maximum of", "maximum of", "at most", "no more than", "not more than",
        ),
    }.items()
    for phrase in phrases
}  # fmt: skip
"""Words right before a number that say how exact it is."""

QUALIFIERS_AFTER: Final = {"or more": "at_least", "or fewer": "up_to", "or so": "approximately"}
"""Words right after a number that say how exact it is."""

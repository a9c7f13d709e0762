"""The sentence patterns of counts in reports: functions that return a sentence and its rows.

A row is (measure, trafficking type, value, role, period year); the year is null where the sentence leaves it open.
"""

from dataclasses import dataclass

EDITION = 2019
DATA_YEAR = EDITION - 1
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True)
class Type:
    slug: str
    adjective: str
    purpose: str


TYPES = [
    Type("sex", "sex trafficking", "for sex trafficking"),
    Type("labor", "labor trafficking", "for forced labor"),
    Type("labor", "forced labor", "for labor exploitation"),
    Type("other", "forced begging", "for forced begging"),
    Type("other", "forced criminality", "for forced criminality"),
]
SEX, LABOR = TYPES[0], TYPES[1]


@dataclass(frozen=True)
class Law:
    """A measure of law enforcement in the forms that sentences need."""

    measure: str
    done: str
    doing: str
    do: str
    noun: str


LAWS = [
    Law("investigations", "investigated", "investigating", "investigate", "investigation"),
    Law("prosecutions", "prosecuted", "prosecuting", "prosecute", "prosecution"),
    Law("convictions", "convicted", "convicting", "convict", "conviction"),
]
VICTIMS = [
    ("victims_identified", "identified", "identifying", "identify"),
    ("victims_assisted", "assisted", "assisting", "assist"),
    ("victims_repatriated", "repatriated", "repatriating", "repatriate"),
]


def plural(noun, count):
    return noun if count == 1 else f"{noun}s"


def printed(count, style):
    """A count as reports print it: small ones in words, large ones with commas."""
    if style == "word" and count < 100:
        if count < 20:
            return WORDS[count]
        return TENS[count // 10 - 2] + (f"-{WORDS[count % 10]}" if count % 10 else "")
    return f"{count:,}"


def current(measure, kind, value):
    return measure, kind, value, "current", DATA_YEAR


def earlier(measure, kind, value, years=1):
    return measure, kind, value, "comparison", DATA_YEAR - years


def compared(law, n, m, **_):
    """1. The government investigated N cases, compared with M in Y."""
    text = f"The government {law.done} {n} {plural('suspect', n)}, compared with {m} in {DATA_YEAR - 1}."
    return text, [current(law.measure, "all", n), earlier(law.measure, "all", m)]


def broken_down(law, n, m, a, b, **_):
    """2. N cases (A sex, B labour), versus M and L in the two years before."""
    text = (
        f"Authorities {law.done} {n} cases ({a} {SEX.purpose} and {b} {LABOR.purpose}), versus {m} cases in "
        f"{DATA_YEAR - 1} and {a} in {DATA_YEAR - 2}."
    )
    return text, [
        current(law.measure, "all", n), current(law.measure, "sex", a), current(law.measure, "labor", b),
        earlier(law.measure, "all", m), earlier(law.measure, "all", a, 2),
    ]  # fmt: skip


def in_brackets(law, n, m, **_):
    """3. Police opened N investigations (M in Y)."""
    text = f"Police reported {n} new {plural(law.noun, n)} ({m} in {DATA_YEAR - 1})."
    return text, [current(law.measure, "all", n), earlier(law.measure, "all", m)]


def unchanged(law, n, **_):
    """4. N investigations, the same number as in Y."""
    text = f"In {DATA_YEAR}, the government {law.done} {n} suspects, the same number as in {DATA_YEAR - 1}."
    return text, [current(law.measure, "all", n), earlier(law.measure, "all", n)]


def persons_in_cases(law, n, m, **_):
    """6. The government prosecuted N defendants in K cases."""
    text = f"The government {law.done} {n} {plural('defendant', n)} in {m} {plural('case', m)} in {DATA_YEAR}."
    return text, [current(law.measure, "all", n), current(law.measure, "all", m)]


def up_from(law, n, m, **_):
    """7. Initiated N prosecutions, up from M."""
    text = f"The government initiated {n} {plural(law.noun, n)}, an increase from {m} in the previous year."
    return text, [current(law.measure, "all", n), earlier(law.measure, "all", m)]


def of_type(law, n, m, kind, **_):
    """10. N prosecutions of a type."""
    text = f"Authorities {law.done} {n} {plural('trafficker', n)} {kind.purpose}, compared to {m} in {DATA_YEAR - 1}."
    return text, [current(law.measure, kind.slug, n), earlier(law.measure, kind.slug, m)]


def two_years_back(law, n, m, a, **_):
    """11. Courts convicted N traffickers, against M in Y and L in Z."""
    text = f"Courts {law.done} {n} traffickers, against {m} in {DATA_YEAR - 1} and {a} in {DATA_YEAR - 2}."
    return text, [
        current(law.measure, "all", n), earlier(law.measure, "all", m), earlier(law.measure, "all", a, 2),
    ]  # fmt: skip


def none_again(law, **_):
    """16. No convictions for the Kth consecutive year."""
    text = f"For the third consecutive year, the government did not {law.do} any traffickers."
    return text, [current(law.measure, "all", 0)]


def there_were_none(law, m, **_):
    """16. There were no convictions."""
    text = f"There were no {law.noun}s during the reporting period, compared with {m} in {DATA_YEAR - 1}."
    return text, [current(law.measure, "all", 0), earlier(law.measure, "all", m)]


def not_reported(law, m, **_):
    """17. The government did not report the number of convictions."""
    text = f"The government did not report the number of {law.noun}s, compared with {m} in {DATA_YEAR - 1}."
    return text, [current(law.measure, "all", None), earlier(law.measure, "all", m)]


def acquitted(n, **_):
    """19. Courts acquitted N."""
    return f"Courts acquitted {n} {plural('defendant', n)} in {DATA_YEAR}.", [current("acquittals", "all", n)]


def victims(care, n, m, **_):
    """27. The government identified N victims, M the year before."""
    measure, done, _, _ = care
    text = f"The government {done} {n} {plural('victim', n)}, compared with {m} in the previous reporting period."
    return text, [current(measure, "all", n), earlier(measure, "all", m)]


def victims_by_gender(care, n, a, b, **_):
    """28. N victims: A women, B men."""
    measure, done, _, _ = care
    text = f"In {DATA_YEAR}, NGOs {done} {n} trafficking victims, including {a} women and {b} men."
    return text, [current(measure, "all", n)]


def victims_by_type(care, n, m, a, b, **_):
    """29. N victims (A sex, B labour), against M (P, Q)."""
    measure, done, _, _ = care
    text = (
        f"Authorities {done} {n} victims ({a} {SEX.adjective} and {b} {LABOR.adjective}), compared to {m} victims in "
        f"{DATA_YEAR - 1} ({b} {SEX.adjective} and {a} {LABOR.adjective})."
    )
    return text, [
        current(measure, "all", n), current(measure, "sex", a), current(measure, "labor", b),
        earlier(measure, "all", m), earlier(measure, "sex", b), earlier(measure, "labor", a),
    ]  # fmt: skip


def victims_of_these(care, n, a, b, **_):
    """29. N victims. Of these, A were subjected to sex trafficking."""
    measure, done, _, _ = care
    text = (
        f"Authorities {done} {n} victims in {DATA_YEAR}. Of these, {a} were subjected to {SEX.adjective} and {b} to "
        f"{LABOR.adjective}."
    )
    return text, [current(measure, "all", n), current(measure, "sex", a), current(measure, "labor", b)]


def no_victims(care, **_):
    """31. No victims identified."""
    measure, _, _, do = care
    return f"The government did not {do} any victims during the reporting period.", [current(measure, "all", 0)]


def referred(n, m, **_):
    """34. The government referred N to shelters or NGOs."""
    text = f"The government referred {n} {plural('victim', n)} to shelters ({m} in {DATA_YEAR - 1})."
    return text, [current("victims_referred", "all", n), earlier("victims_referred", "all", m)]


def given_care(n, **_):
    """36. An organisation provided shelter to N victims."""
    return f"An NGO provided shelter to {n} victims in {DATA_YEAR}.", [current("victims_assisted", "all", n)]


def received_care(n, **_):
    """35. N victims received assistance."""
    return f"In {DATA_YEAR}, {n} victims received medical care.", [current("victims_assisted", "all", n)]


def several_measures(n, m, a, b, **_):
    """Counts of several measures in one sentence, with those of the year before."""
    text = (
        f"The government investigated {n} cases, prosecuted {m} suspects, and convicted {a} traffickers, compared with "
        f"{m} investigations, {n} prosecutions, and {b} convictions in {DATA_YEAR - 1}."
    )
    return text, [
        current("investigations", "all", n), current("prosecutions", "all", m), current("convictions", "all", a),
        earlier("investigations", "all", m), earlier("prosecutions", "all", n), earlier("convictions", "all", b),
    ]  # fmt: skip


PATTERNS = [
    compared, broken_down, in_brackets, unchanged, persons_in_cases, up_from, of_type, two_years_back, none_again,
    there_were_none, not_reported, acquitted, victims, victims_by_gender, victims_by_type, victims_of_these, no_victims,
    referred, given_care, received_care, several_measures,
]  # fmt: skip

WITHOUT_COUNTS = [
    "Sentences ranged from {n} months to {m} years imprisonment.",
    "All received prison terms; {n} percent were suspended or replaced by fines of ${m}.",
    "An appeals court raised the sentence to {n} years.",
    "The government did not report any investigations, prosecutions, or convictions of officials complicit in crimes.",
    "The government trained {n} prosecutors and {m} police officers on victim identification in 2018.",
    "The hotline received {n} calls, and inspectors conducted {m} inspections.",
    "NGOs operated {n} shelters with room for {m} people.",
    "The government spent {n} million pesos (${m}) on victim assistance, compared with {m} million in 2017.",
    "Article {n} criminalized sex trafficking and prescribed penalties of {m} years imprisonment.",
    "The law provided victims under the age of {n} with shelter for up to {m} days.",
    "The government issued {n} residence permits to trafficking victims.",
    "Victims could receive care; prosecutors did not always investigate.",
    "On May 8, 2018, the government adopted amendments to articles {n} and {m} on forced labor.",
]

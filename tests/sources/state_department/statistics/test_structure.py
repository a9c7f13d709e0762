"""Structure of sentences: brackets, parts, references to earlier counts, officials, single cases."""

import pytest

from sources.state_department.statistics import TextSection, read_statistics


def read(text, section="protection"):
    rows = read_statistics([TextSection(section, 1, text)], 2018)
    return [(row.measure, row.trafficking_type, row.value, row.role) for row in rows if row.scope == "total"]


CASES = {
    "parts in dashes": (
        "Courts convicted 39 traffickers—37 sex traffickers and two for forced labor—compared with 17 in 2016.",
        [
            ("convictions", "all", 39, "current"), ("convictions", "sex", 37, "current"),
            ("convictions", "labor", 2, "current"), ("convictions", "all", 17, "comparison"),
        ],
    ),
    "respectively": (
        "Police investigated 350 cases involving more than 500 suspects (234 and 308, respectively, in 2016).",
        [
            ("investigations", "all", 350, "current"), ("investigations", "all", 500, "current"),
            ("investigations", "all", 234, "comparison"), ("investigations", "all", 308, "comparison"),
        ],
    ),
    "numbers given in order": (
        "Authorities investigated 50 cases, prosecuted 20 suspects, and convicted 11 traffickers, compared with 40, "
        "15, and nine in 2016.",
        [
            ("investigations", "all", 50, "current"), ("prosecutions", "all", 20, "current"),
            ("convictions", "all", 11, "current"), ("investigations", "all", 40, "comparison"),
            ("prosecutions", "all", 15, "comparison"), ("convictions", "all", 9, "comparison"),
        ],
    ),
    "a part that adds up to the total compared": (
        "Police prosecuted 30 suspects, compared to 24 in 2016, including 20 for sex trafficking and 10 for forced "
        "labor.",
        [
            ("prosecutions", "all", 30, "current"), ("prosecutions", "all", 24, "comparison"),
            ("prosecutions", "sex", 20, "current"), ("prosecutions", "labor", 10, "current"),
        ],
    ),
    "two actions at once": (
        "NGOs identified and assisted 70 victims, compared to 75 in 2016.",
        [
            ("victims_identified", "all", 70, "current"), ("victims_assisted", "all", 70, "current"),
            ("victims_identified", "all", 75, "comparison"), ("victims_assisted", "all", 75, "comparison"),
        ],
    ),
    "the same victims again": (
        "Police identified 59 victims and referred them to shelters.",
        [("victims_identified", "all", 59, "current"), ("victims_referred", "all", 59, "current")],
    ),
    "all of them": (
        "Police identified 12 victims. The unit referred all 12 victims to an NGO.",
        [("victims_identified", "all", 12, "current"), ("victims_referred", "all", 12, "current")],
    ),
    "the year before is an earlier one": (
        "Police opened 30 investigations (17 the year before). Courts convicted 12 traffickers, compared with five a"
        " year earlier.",
        [
            ("investigations", "all", 30, "current"),
            ("investigations", "all", 17, "comparison"),
            ("convictions", "all", 12, "current"),
            ("convictions", "all", 5, "comparison"),
        ],
    ),
    "no one is nobody, not one": (
        "No one was convicted. Police investigated six cases, but no one was prosecuted.",
        [
            ("convictions", "all", 0, "current"),
            ("investigations", "all", 6, "current"),
            ("prosecutions", "all", 0, "current"),
        ],
    ),
    "a sentence that goes on from the one before": (
        "Police identified 60 victims. Of the 60 victims, 40 were women; 57 were victims of sex trafficking.",
        [("victims_identified", "all", 60, "current"), ("victims_identified", "sex", 57, "current")],
    ),
    "a comparison in a sentence of its own": (
        "The government identified 12 victims. This compared with 13 in 2016 and 30 in 2015.",
        [
            ("victims_identified", "all", 12, "current"), ("victims_identified", "all", 13, "comparison"),
            ("victims_identified", "all", 30, "comparison"),
        ],
    ),
    "both years": (
        "The government initiated 10 investigations, compared with six in both 2016 and 2015.",
        [("investigations", "all", 10, "current")] + [("investigations", "all", 6, "comparison")] * 2,
    ),
    "none held against a count": (
        "The government indicted three defendants (none in 2016).",
        [("prosecutions", "all", 3, "current"), ("prosecutions", "all", 0, "comparison")],
    ),
    "never": (
        "The government has never convicted a trafficker and did not investigate or prosecute any suspects.",
        [
            ("convictions", "all", 0, "current"), ("investigations", "all", 0, "current"),
            ("prosecutions", "all", 0, "current"),
        ],
    ),
    "a zero after a comparison": (
        "The government prosecuted three suspects compared with one in the previous year and did not convict anyone.",
        [
            ("prosecutions", "all", 3, "current"), ("prosecutions", "all", 1, "comparison"),
            ("convictions", "all", 0, "current"),
        ],
    ),
    "officials": (
        "The government prosecuted seven officials, convicted five, and did not report convictions of complicit "
        "officials.",
        [],
    ),
    "a single case": ("In one case, a court convicted six men and acquitted two.", []),
    "several years together": ("Courts convicted 61 traffickers between 2013 and 2017.", []),
    "people who took part": ("Thirteen victims participated in trials and nine victims assisted law enforcement.", []),
    "cases sent to court": ("Inspectors referred four suspected cases to the police for prosecution.", []),
    "what could be": ("The shelter could accommodate 50 victims.", []),
    "articles, ages and money": (
        "Under articles 172 and 189, courts fined those who exploited girls aged 12 and 13 $500 or 600 pesos.",
        [],
    ),
    "help to go home": (
        "An embassy assisted four victims to return home (seven in 2016).",
        [("victims_repatriated", "all", 4, "current"), ("victims_repatriated", "all", 7, "comparison")],
    ),
    "old years": ("Courts convicted traffickers in 1985 and again in 1999.", []),
    "a lost space": (
        "Police investigated 31potential cases.",
        [("investigations", "all", 31, "current")],
    ),
}  # fmt: skip


GAPS = ("officials", "people who took part")
"""Known to be read wrongly."""


def cases():
    for name, values in CASES.items():
        marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if name in GAPS else []
        yield pytest.param(*values, id=name, marks=marks)


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_structure(text, expected):
    assert sorted(read(text), key=repr) == sorted(expected, key=repr)

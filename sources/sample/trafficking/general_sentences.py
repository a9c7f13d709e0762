"""Sentences that are true for every country: the criteria of the law for each section, and recommendations."""

from typing import Final

GENERAL_SENTENCES: Final = {
    "prosecution": (
        "The first test is whether {name} forbids trafficking for sex and for labor, with penalties that deter.",
        "Debt, threats and the fear of deportation hold a person as firmly as a locked door, and courts should see it.",
        "Sentences that are suspended or turned into fines count for little when efforts are weighed.",
        "Cases against officials weigh heavily, since impunity at the top discourages everyone below.",
        "How many cases reach a verdict depends on witnesses who feel safe enough to speak.",
        "Police and prosecutors are judged here by what they did from April {before} to March {year}.",
        "A case that is opened as one of labor law or immigration often never becomes one of trafficking.",
        "Judges who have been trained recognize trafficking where others see a dispute over wages.",
    ),
    "protection": (
        "Protection begins with finding victims before they are taken for offenders.",
        "No victim should be jailed, fined or deported for acts that a trafficker compelled.",
        "Care that ends after a few weeks leaves people where their traffickers found them.",
        "Whether a victim may decline to testify and still be helped is one of the points that are looked at.",
        "Foreign victims need a lawful way to stay where a return would put them in danger.",
        "Men and boys are overlooked more easily than women and girls, here as elsewhere.",
        "Written procedures help only where the officers on duty know them.",
        "A court may order a trafficker to pay the victim, but an order is worth what is collected.",
    ),
    "prevention": (
        "Campaigns, training and the inspection of workplaces belong here, and so does work against the demand for "
        "commercial sex.",
        "Prevention reaches from lessons at school to rules for recruiters.",
        "Fees that workers pay for a job abroad are among the surest roads into debt bondage.",
        "A plan without a budget seldom outlives the year in which it was announced.",
        "What a country's diplomats and peacekeepers do abroad is part of the picture.",
        "Birth certificates and identity papers make people harder to exploit.",
        "Labor inspectors see places that the police of {name} seldom enter.",
        "Statistics that are published every year let others judge whether a policy works.",
    ),
}
"""By section; `{name}`, `{year}` and `{before}` (the year before) are filled in."""

RECOMMENDATIONS: Final = (
    "Bring more suspected traffickers to trial, and give those found guilty prison terms that deter",
    "Hold officials who take part in trafficking, or profit from it, to account under the criminal law",
    "Write down how police, border guards and labor inspectors are to recognize victims, and train them in it",
    "Pay for shelters and for care over the long run, for men and boys as well as women and girls",
    "Keep victims from being punished for what traffickers made them do",
    "Publish data on investigations, prosecutions, convictions and victims every year",
    "Stop recruiters from charging fees to workers",
    "Let labor inspectors into every workplace, fishing vessels and private homes among them",
    "Put money behind the national action plan, and say who is to carry out each part of it",
    "Allow victims to testify by video or in writing",
    "Look for signs of trafficking among migrants, asylum seekers and people in prostitution before anyone is deported",
    "Give foreign victims a way to stay lawfully, whatever they say in court",
    "Tell people who leave for work abroad what their rights are",
    "Pursue forced labor as hard as sex trafficking",
    "Order traffickers to compensate their victims, and see that the money is paid",
    "Work with nongovernmental organizations, and share the cost of the care they give",
)

NO_COUNTS: Final = (
    "This sample gives counts only where a source for them is at hand, and here none is.",
    "Counts are left out of this sample text, as no source for them was at hand.",
    "The text of this edition goes without counts, since the sample invents none.",
)

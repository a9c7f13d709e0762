"""The largest distance between words that belong together: at one word more they are read differently."""

from typing import Final, NamedTuple

import pytest

from sources.state_department.statistics import TextSection, read_statistics

Counts = list[tuple[str, int | None]]


class Reach(NamedTuple):
    """A sentence with a gap.

    Attributes:
        sentence: `{words}` stands for the gap.
        word: what fills it.
        most: how many words may fill it.
        within: what is read up to there.
        beyond: what is read with one word more.
    """

    sentence: str
    word: str
    most: int
    within: Counts
    beyond: Counts


REACHES: Final = {
    "two actions joined": Reach(
        "Police identified and {words} assisted 12 victims.", "local", 4,
        [("victims_identified", 12), ("victims_assisted", 12)], [("victims_assisted", 12)],
    ),
    "an action and its number": Reach(
        "Police identified {words} 12 women.", "local", 8, [("victims_identified", 12)], [],
    ),
    "what is only possible": Reach(
        "Shelters that could {words} assist 12 victims were open.", "officially", 1, [], [("victims_assisted", 12)],
    ),
    "one group": Reach(
        "Police arrested a gang {words} of seven men.", "local", 2, [], [("arrests", 7)],
    ),
    "one event of a month": Reach(
        "In November {words} 23 traffickers were arrested.", "local", 2, [], [("arrests", 23)],
    ),
    "what victims are helped to": Reach(
        "Authorities assisted four victims {words} to return home.", "local", 5,
        [("victims_repatriated", 4)], [("victims_assisted", 4)],
    ),
    "who is given a service after": Reach(
        "The ministry provided 12 victims {words} with shelter.", "local", 6, [("victims_assisted", 12)], [],
    ),
    "who is given": Reach(
        "The ministry provided {words} 12 victims with shelter.", "local", 4, [("victims_assisted", 12)], [],
    ),
    "a service and to whom": Reach(
        "The ministry provided shelter to {words} 12 victims.", "local", 7, [("victims_assisted", 12)], [],
    ),
    "there were": Reach(
        "There were {words} 45 victims identified.", "local", 3, [("victims_identified", 45)], [],
    ),
    "what all of them received": Reach(
        "Police identified 121 victims. All 121 victims {words} received shelter.", "local", 7,
        [("victims_identified", 121), ("victims_assisted", 121)], [("victims_identified", 121)],
    ),
    "the victims identified": Reach(
        "Of the 81 victims {words} identified, police referred 30 to shelters.", "local", 3,
        [("victims_identified", 81)], [("victims_identified", 30), ("victims_referred", 30)],
    ),
    "victims and others": Reach(
        "12 victims and {words} relatives received shelter.", "local", 3, [("victims_assisted", 12)], [],
    ),
    "what was received": Reach(
        "In 2017, nine victims received {words} shelter.", "local", 7, [("victims_assisted", 9)], [],
    ),
    "the state of cases": Reach(
        "Police reported 12 prosecutions were {words} ongoing.", "local", 2, [], [("prosecutions", 12)],
    ),
    "officials": Reach(
        "Police reported 12 prosecutions {words} of officials.", "local", 6, [], [("prosecutions", 12)],
    ),
    "to the police": Reach(
        "Authorities referred 12 victims {words} to police.", "local", 8, [], [("victims_referred", 12)],
    ),
    "for investigation": Reach(
        "Police received 662 cases {words} for investigation.", "local", 0, [("investigations", 662)], [],
    ),
}  # fmt: skip


def counts(reach: Reach, words: int) -> Counts:
    gap = " ".join([reach.word] * words)
    text = " ".join(reach.sentence.format(words=gap).split())
    return [(row.measure, row.value) for row in read_statistics([TextSection("protection", 1, text)], 2018)]


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES)
def test_words_are_connected_up_to_the_distance_and_no_farther(reach: Reach) -> None:
    assert [counts(reach, words) for words in range(reach.most + 1)] == [reach.within] * (reach.most + 1)
    assert counts(reach, reach.most + 1) == reach.beyond

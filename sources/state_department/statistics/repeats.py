"""Reads counts without a number: zeros, figures not reported, and counts repeated under another measure."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import read_phrase
from sources.state_department.statistics.denied import Denial
from sources.state_department.statistics.governing import Governor
from sources.state_department.statistics.groups import CountGroups
from sources.state_department.statistics.measures import VICTIM_CARE
from sources.state_department.statistics.mentions import CountMention

_GIVEN: Final = frozenset(("service", "verb", "num", "give"))
"""Kinds of words after a verb of receiving; only services count."""


class RepeatedCounts:
    """Adds counts without a number to the open group."""

    def __init__(self, items: Sequence[Item], groups: CountGroups, governor: Governor) -> None:
        self._items = items
        self._groups = groups
        self._governor = governor

    def read_same(self, at: int) -> None:
        """`the same number as in 2016`: the compared count is the one just stated."""
        parents = [m for m in self._groups.main_mentions() if m.value is not None and m not in self._groups.before]
        ahead = self._items[at + 1 : at + 14]
        if not parents or any(item.kind == "num" for item in ahead[:3]):
            return
        if not any(item.kind in ("year", "period") for item in ahead):
            return
        self._groups.open("compare", at, parents)
        self._copy(at, parents[-1], parents[-1].measures)
        self._groups.current.mentions[-1].inherited = True

    def _copy(self, at: int, source: CountMention, measures: tuple[str, ...]) -> None:
        """Adds a count again under other measures or for another year."""
        self._groups.current.mentions.append(
            CountMention(
                at, at + 1, source.value, source.high, source.qualifier, source.head, measures, source.types,
                self._groups.current, persons=source.persons, copied=True, parent=source,
            )
        )  # fmt: skip

    def read_denial(self, denial: Denial) -> int | None:
        """A stated zero or an unreported figure; the place after it, or None if it denies nothing that is counted."""
        self._groups.acted = True
        restarts = self._items[denial.at].kind == "deny" and self._items[denial.at - 1].low in ("and", ",")
        if restarts and self._groups.current.kind != "main" and not self._groups.current.nested:
            self._groups.restart(denial.at)
        measures = self._recent_acts(denial.at) if denial.of_these else denial.measures
        if not measures:
            return None
        for measure in measures:
            qualifier = "exact" if denial.value == 0 else "not_reported"
            self._groups.current.mentions.append(
                CountMention(
                    denial.at, denial.end, denial.value, None, qualifier, "denial", (measure,), denial.types,
                    self._groups.current, persons=denial.persons, governed=True, fresh=denial.is_of_new(self._items),
                )
            )  # fmt: skip
        return denial.end

    def _recent_acts(self, at: int) -> tuple[str, ...]:
        """The efforts for victims that the sentence named before `such efforts`."""
        found = (
            "victims_assisted" if item.kind == "service" else item.value
            for item in self._items[:at]
            if item.kind in ("act", "service")
        )
        return tuple(dict.fromkeys(measure for measure in found if measure in ("victims_referred", "victims_assisted")))

    def read_pronoun(self, at: int) -> None:
        """`and referred them to shelters`: the count just stated, under another measure."""
        before = self._items[at - 1] if at > 0 else None
        source = self._groups.victims_stated()
        if before is not None and before.kind == "give" and source is not None:
            ahead = self._items[at + 1 : at + 6]
            given = bool(ahead) and ahead[0].low == "with" and any(item.kind == "service" for item in ahead)
            if given and "victims_assisted" not in source.measures:
                self._copy(at, source, ("victims_assisted",))
            return
        if before is None or before.kind != "act" or before.form not in ("finite", "gerund") or source is None:
            return
        if before.value not in VICTIM_CARE or before.value in source.measures:
            return
        if before.value == "victims_referred" and self._governor.to_police(at):
            return
        self._copy(at, source, (before.value,))

    def read_all(self, at: int) -> None:
        """`Of the 103 victims, all were referred to services`."""
        place = at + 1
        while place < len(self._items) and self._items[place].kind in ("aux", "adverb"):
            place += 1
        act = self._items[place] if place < len(self._items) else None
        parent = self._groups.current.parents[-1]
        cared = place > at + 1 and act is not None and act.kind == "act" and act.value in VICTIM_CARE
        if not cared or act is None or not parent.value or act.value in parent.measures:
            return
        if parent.measures and parent.measures[0].startswith("victims"):
            self._groups.restart(at)
            self._copy(at, parent, (act.value,))

    def read_whom(self, at: int) -> None:
        """`70 victims, to whom they provided accommodation`."""
        source = self._groups.victims_stated()
        ahead = self._items[at + 1 : at + 9]
        gives = any(item.kind == "give" for item in ahead[:4]) and any(item.kind == "service" for item in ahead)
        known = source is None or "victims_assisted" in source.measures
        if source is not None and not known and gives and self._items[at - 1].low == "to":
            self._copy(at, source, ("victims_assisted",))

    def read_they(self, at: int) -> None:
        """`referred 30 victims to the shelter, and they received medical care`; `all of whom were referred to NGOs`."""
        source = self._groups.victims_stated()
        opens = at > 0 and self._items[at - 1].low in (",", "and")
        if source is None or not opens:
            return
        place = at + 1
        while place < len(self._items) and self._items[place].kind in ("aux", "adverb"):
            place += 1
        said = self._items[place] if place < len(self._items) else None
        passive = any(item.kind == "aux" for item in self._items[at + 1 : place])
        measure = ""
        if said is not None and said.kind == "receive":
            given = next((item for item in self._items[place + 1 : place + 6] if item.kind in _GIVEN), None)
            measure = "victims_assisted" if given is not None and given.kind == "service" and not given.value else ""
        elif said is not None and passive and said.form == "finite" and said.value in VICTIM_CARE:
            measure = "" if said.value == "victims_referred" and self._governor.to_police(place + 1) else said.value
        if measure and measure not in source.measures:
            self._copy(at, source, (measure,))

    def read_first(self, at: int) -> None:
        """`initiated its first investigation and prosecution`: one of each."""
        before = self._items[at - 1].low if at > 0 else ""
        verb = self._items[at - 2].kind if at > 1 else ""
        if before not in ("its", "their") or verb not in ("start", "receive", "report"):
            return
        phrase = read_phrase(self._items, at + 1)
        if phrase.head != "measure":
            return
        for measure in phrase.measures:
            self._groups.current.mentions.append(
                CountMention(
                    at,
                    phrase.end,
                    1,
                    None,
                    "exact",
                    "measure",
                    (measure,),
                    phrase.types,
                    self._groups.current,
                    persons=False,
                )
            )

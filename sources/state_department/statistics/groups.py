"""The groups of counts of a sentence: open groups, and the counts that a new group refers to."""

from collections.abc import Sequence

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.governing import Governing, Governor
from sources.state_department.statistics.mentions import CountGroup, CountMention


class CountGroups:
    """All groups so far, and the stack of open groups.

    Attributes:
        groups: all groups, in the order they began.
        before: the counts of the sentences before.
        refers_back: whether the whole sentence breaks down counts before it (`Of the 60 victims, ...`).
        acted: whether the sentence has named an action, so it no longer refers to the counts before it.
    """

    def __init__(self, items: Sequence[Item], before: Sequence[CountMention], governor: Governor) -> None:
        self._items = items
        self._governor = governor
        self.before = list(before)
        self.groups: list[CountGroup] = []
        self.acted = False
        self.refers_back = False
        self._stack: list[CountGroup] = []
        self._governing_outside: dict[int, Governing] = {}

    def open(self, kind: str, at: int, parents: list[CountMention]) -> None:
        """Opens a group; the governing action outside does not apply inside."""
        nested = kind in ("paren", "dash") or any(group.nested for group in self._stack)
        group = CountGroup(kind, at, parents, nested)
        self.groups.append(group)
        self._stack.append(group)
        self._governing_outside[id(group)] = self._governor.now
        self._governor.clear()

    def close(self, at: int) -> None:
        """Closes the innermost group; after brackets and dashes the action before them governs again."""
        group = self._stack.pop()
        group.end = at
        if group.kind in ("paren", "dash"):
            self._governor.now = self._governing_outside[id(group)]

    def restart(self, at: int) -> None:
        """Begins a new statement of the sentence."""
        while self._stack:
            self.close(at)
        self.open("main", at, [])

    @property
    def current(self) -> CountGroup:
        """The innermost open group."""
        return self._stack[-1]

    def last_mentions(self) -> list[CountMention]:
        """The count that a bracket or `including` refers to: the last one of the innermost group that has any."""
        for group in reversed(self._stack):
            if group.mentions:
                return [self._referred_to(group)]
            if group.parents:
                return list(group.parents[-1:])
        return list(self.main_mentions()[-1:])

    def _referred_to(self, group: CountGroup) -> CountMention:
        """The last number of a group; an uncounted one only if the count is another clause away."""
        last = group.mentions[-1]
        if last.measures or last.group.kind != "main":
            return last
        counted = [mention for mention in group.mentions if mention.measures]
        if counted and not any(item.low in (",", ";") for item in self._items[counted[-1].end : last.at]):
            return counted[-1]
        return last

    def main_mentions(self) -> list[CountMention]:
        """The counts of the sentence's last own statement, or of the sentences before."""
        numbers = False
        for group in reversed(self.groups):
            if group.kind == "main":
                stated = [mention for mention in group.mentions if mention.measures]
                if stated:
                    last = group.mentions[-1]
                    return stated if last.measures or last.head in ("reject", "official") else []
                numbers = numbers or bool(group.mentions)
        refers = self.refers_back or not (numbers or self.acted)
        return self.before if refers else []

    def parts_stated(self) -> list[CountMention]:
        """`in this total, there were 48 sex trafficking victims`: the last part by type such a sentence states."""
        parts = self.current.mentions if self.refers_back and self.current.kind == "include" else []
        return parts[-1:] if parts and parts[-1].measures and parts[-1].types and not parts[-1].is_bare else []

    def ends_with_comma(self) -> bool:
        """Whether the innermost group is an aside that a comma ends."""
        aside = any(group.kind in ("paren", "dash") for group in self._stack[:-1])
        return aside or self._items[self.current.start].low in ("of whom", "of which")

    def close_until(self, kind: str, at: int) -> bool:
        """Closes the innermost group of a kind with all inside it; whether there was one."""
        if not any(group.kind == kind for group in self._stack):
            return False
        while self._stack and self._stack[-1].kind != kind:
            self.close(at)
        self.close(at)
        if not self._stack:
            self.open("main", at, [])
        return True

    def victims_stated(self) -> CountMention | None:
        """The last count of victims that the sentence states itself."""
        stated = [
            mention
            for group in self.groups
            if group.kind == "main"
            for mention in group.mentions
            if mention.value and mention.measures and mention.measures[0].startswith("victims")
        ]
        return stated[-1] if stated else None

    def enclosed_by(self, kind: str) -> bool:
        """Whether a group of a kind is open."""
        return any(group.kind == kind for group in self._stack)

    def end(self, at: int) -> None:
        """Closes all groups at the end of the sentence."""
        while self._stack:
            self.close(at)

    def close_to_main(self, at: int) -> None:
        """Closes comparisons and breakdowns, down to the sentence's own statement."""
        while self._stack and self.current.kind != "main":
            self.close(at)
        if not self._stack:
            self.open("main", at, [])

    def stated(self) -> list[CountMention]:
        """The counts of all the sentence's own statements."""
        return [m for group in self.groups if group.kind == "main" for m in group.mentions if m.measures]

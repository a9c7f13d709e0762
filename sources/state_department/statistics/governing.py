"""What a number is a count of: the action that governs it, before or after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, of_objects
from sources.state_department.statistics.mentions import CountMention

_GOVERNED_BY: Final = frozenset(("of", "into", "against", "on", "for", "involving"))
_BETWEEN: Final = frozenset(
    ("more", "det", "adverb", "word", "any", "pronoun", "object", "type", "service", "start", "prep", "conj", "act",
     "report", "month", "aux", "data")
)  # fmt: skip
_PARTICIPANT: Final = frozenset(("in", "with", "law", "police", "prosecutors", "authorities", "investigators"))
_VICTIM_HEADS: Final = frozenset(("victim", "human", "harmed", "soldier", "bare", "case"))
_COURTS: Final = frozenset(
    "police prosecution prosecutions prosecutors prosecutor prosecutorial courts court investigation judiciary "
    "judicial attorney tribunal magistrate inspectorate ppo trial".split()
)
_UNSETTLED: Final = frozenset("ongoing pending underway awaiting open".split())
_MODALS: Final = frozenset("could can may might would should will must shall cannot capacity ability able".split())
_OPENED: Final = frozenset("opened opening initiated initiating launched launching".split())
_HELPING: Final = frozenset("helped help helping assisted assist".split())
_BEFORE_BASE: Final = frozenset("to and or not , helped help helping".split())
_COLLECTIVES: Final = frozenset(
    "network networks gang gangs ring rings group groups syndicate syndicates family".split()
)
_CHARGES: Final = frozenset("crime crimes offense offenses offence offences counts charges".split())
_PASSIVE: Final = frozenset(("was", "were"))
_HARMLESS_VERBS: Final = frozenset(("conducted", "held", "published", "approved", "issued"))


@dataclass(frozen=True, slots=True)
class Governing:
    """The action that numbers are read under.

    Attributes:
        acts: the measures of the action, several if joined; empty if none governs.
        at: the item it stands at.
        blocked: another verb has taken over, so that nothing may be inherited by named things.
        joint: the verb is one of taking part in others' work.
        give_at: the item of a verb of giving, or -1.
        after: the action stands right after what it counts (`35 sheltered and 70 repatriated victims`).
    """

    acts: tuple[str, ...] = ()
    at: int = -1
    blocked: bool = False
    joint: bool = False
    give_at: int = -1
    after: bool = False


class Governor:
    """Reads the actions of a sentence and says what each number counts."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self.now = Governing()
        self._police_at: int | None = None

    def clear(self) -> None:
        """A new statement begins: nothing governs."""
        self.now = Governing()

    def take_act(self, at: int, *, after: bool = False) -> None:
        """An action; joined to the one before by `and`, `or` or a comma it adds to it."""
        item = self._items[at]
        acts: tuple[str, ...] = (item.value,)
        if self.now.acts and self._joined(self.now.at, at):
            acts = tuple(dict.fromkeys((*self.now.acts, item.value)))
        noun = item.form == "noun"
        give_at = self.now.give_at if noun and self._gives_also(at) else -1
        self.now = Governing(acts, at, joint=self.now.joint and noun, give_at=give_at, after=after)

    def _gives_also(self, at: int) -> bool:
        """`provided shelter and repatriation for 16 victims`: a service beside the action."""
        return at > 1 and self._items[at - 1].low in ("and", ",") and self._items[at - 2].kind == "service"

    def take_counted(self, measures: tuple[str, ...], at: int) -> None:
        """A number of investigations, prosecutions...: `13 prosecutions against 24 traffickers` goes on under it."""
        follows = self._items[at].low if at < len(self._items) else ""
        if follows in ("of", "against", "into", "involving"):
            self.now = Governing(measures, at)
        else:
            self.now = replace(self.now, acts=(), give_at=-1)

    def take_verb(self, at: int) -> None:
        """A verb that is no action of this kind takes over."""
        item = self._items[at]
        if item.kind == "crime" and item.low.endswith(("ed", "ld", "nt")):
            ahead = self._items[at + 1 : at + 4]
            if not any(follower.kind == "num" for follower in ahead):
                return
            if at > 0 and self._items[at - 1].value == "offender":
                self.clear()  # `of the 47 victims, traffickers exploited 31 in sex trafficking`
                return
        self.now = Governing(at=at, blocked=True, joint=item.kind == "joint")

    def take_give(self, at: int) -> None:
        """A verb of giving, which governs with the service it gives."""
        acts = self.now.acts if self.now.acts and self._joined(self.now.at, at) else ()
        self.now = Governing(acts, at, give_at=at)

    def noun_governs(self, at: int) -> bool:
        """Whether a noun such as `investigation` governs what follows, rather than being mentioned by the way."""
        item = self._items[at]
        following = self._items[at + 1].low if at + 1 < len(self._items) else ""
        if following in ("and", "or", ","):
            ahead = self._items[at + 2] if at + 2 < len(self._items) else None
            return ahead is not None and ahead.kind == "act" and ahead.form == "noun"
        if item.low.endswith("status"):
            return following in ("to", "for")
        if following == "to" and item.value == "victims_repatriated" and self.now.give_at >= 0 and self._gives_also(at):
            return True
        if following == "in" or item.low in ("return", "returns"):
            return at + 2 < len(self._items) and self._items[at + 2].kind == "num"
        return following in _GOVERNED_BY and not self.now.joint

    def hypothetical(self, at: int) -> bool:
        """Whether an action is only possible: `shelters that could assist eight victims`."""
        item = self._items[at]
        before = {other.low for other in self._items[max(0, at - 2) : at]}
        helps = bool(before & _HELPING) and item.value in LAW_ENFORCEMENT
        return (item.form == "base" and (helps or bool(before & _MODALS))) or "capable" in before

    def base_governs(self, at: int) -> bool:
        """`to arrest`, `did not arrest`, and not `arrest warrants`."""
        before = self._items[at - 1] if at > 0 else None
        following = self._items[at + 1].low if at + 1 < len(self._items) else ""
        if before is None:
            return False
        return (
            before.kind in ("aux", "act", "adverb", "give", "start") or before.low in _BEFORE_BASE or following == "of"
        )

    def _joined(self, first: int, second: int) -> bool:
        between = self._items[first + 1 : second]
        if any(item.kind in ("num", "object", "year", "deny") or item.low in ";()" for item in between):
            return False
        return len(between) <= 5 and any(item.low in ("and", "or", ",", "and/or") for item in between)

    # what a number counts

    def counted(self, phrase: Phrase, mention: CountMention) -> tuple[str, ...]:
        """The measures of a number of investigations, prosecutions and the like."""
        before = self._items[mention.at - 1] if mention.at > 0 else None
        if before is not None and before.kind == "verb" and before.low not in _HARMLESS_VERBS:
            return ()  # `overturned 12 convictions`
        if self._of_officials(mention.end) or self._unsettled(mention.end):
            return ()
        law = set(phrase.measures) & LAW_ENFORCEMENT
        if law and (self.now.joint or ("victims_assisted" in self.now.acts and self._direct(mention.at))):
            return ()  # `assisted in 19 international investigations`
        return phrase.measures

    def own(self, phrase: Phrase, mention: CountMention) -> tuple[str, ...] | None:
        """The measures that a number's own words give; empty if they are silent, null if they speak of other things."""
        if self.now.after and phrase.adjectives:
            return of_objects(phrase.adjectives, mention.head)
        if self._of_some(mention) or (mention.head == "harmed" and self._tells_of_a_place()):
            return None
        if self._opened(mention):
            return ("investigations",)
        if self._direct(mention.at) and not self._newly_said(mention):
            return self._governed(mention)
        given = self._given(mention)
        if given is None and phrase.adjectives and self._postposed(mention) is None:
            return of_objects(phrase.adjectives, mention.head)
        mention.governed = given is not None
        return self._otherwise(mention) if given is None else self._home(given, mention) or None

    def _tells_of_a_place(self) -> bool:
        """`orphanages that housed 116 children`: what a place is like."""
        return self.now.at > 0 and self._items[self.now.at - 1].low in ("that", "which")

    def _newly_said(self, mention: CountMention) -> bool:
        """`118 victims were sheltered and 64 were repatriated`, `... and 14 cases were sent to court`."""
        before = self._items[mention.at - 1].low if mention.at else ""
        said = self._items[mention.end : mention.end + 2]
        passive = len(said) == 2 and said[0].low in _PASSIVE and (said[1].kind == "verb" or said[1].form == "finite")
        return passive and before in ("and", ",", "while", "but")

    def _opened(self, mention: CountMention) -> bool:
        """`opened 10 new cases`, `received 662 cases for investigation`."""
        if mention.head != "case":
            return False
        before = self._items[max(0, mention.at - 3) : mention.at]
        opened = any(item.low in _OPENED for item in before) and not any(item.kind == "act" for item in before)
        return opened or [item.low for item in self._items[mention.end : mention.end + 2]] == ["for", "investigation"]

    def _of_some(self, mention: CountMention) -> bool:
        """`the arrest in November of 23 men`, `a gang of seven`: one event, one group."""
        before = self._items[max(0, mention.at - 4) : mention.at]
        if len(before) > 1 and before[-1].low == "of" and before[-2].kind == "reject":
            return True  # `the families of 41 victims`
        if any(item.low in _COLLECTIVES for item in before) or any(item.kind == "month" for item in before[-3:]):
            return True
        return self._of_charges(mention, before)

    def _of_charges(self, mention: CountMention, before: Sequence[Item]) -> bool:
        """`convicted traffickers for two of those crimes`: what they were convicted of."""
        counts_crimes = any(item.low in _CHARGES for item in self._items[mention.at : mention.end])
        return (
            counts_crimes
            and before[-1:] != []
            and before[-1].low in ("for", "of", "on")
            and self.now.at < mention.at - 2
        )

    def _governed(self, mention: CountMention) -> tuple[str, ...] | None:
        """The measures of a number right after the verb; null if the verb counts nothing."""
        given = self._given(mention)
        if given is None and not self.now.acts:
            return None if self.now.blocked or self.now.give_at >= 0 else self._otherwise(mention)
        mention.governed = True
        acted = self._fitting(self.now.acts, mention)
        return self._home(tuple(dict.fromkeys((*acted, *(given or ())))), mention) or None

    def _otherwise(self, mention: CountMention) -> tuple[str, ...] | None:
        post = self._postposed(mention)
        return self._listed(mention) if post is None else post or None

    def _listed(self, mention: CountMention) -> tuple[str, ...] | None:
        """The measures of a number further on in a list under a verb."""
        if self.now.blocked:
            return None
        if not self.now.acts or mention.head == "harmed":
            return ()
        acts = tuple(act for act in self.now.acts if act != "sentenced")
        return self._fitting(acts, mention) or (() if mention.is_bare else None)

    def _home(self, measures: tuple[str, ...], mention: CountMention) -> tuple[str, ...]:
        """`assisted four victims to return to their home countries` counts victims repatriated."""
        if measures != ("victims_assisted",):
            return measures
        for place in range(mention.end, min(len(self._items), mention.end + 7)):
            item = self._items[place]
            if item.low in ("return", "returns", "returning", "repatriation", "repatriate"):
                return ("victims_repatriated",)
            if item.kind in ("mark", "num", "act", "conj"):
                break
        return measures

    def _fitting(self, acts: tuple[str, ...], mention: CountMention) -> tuple[str, ...]:
        measures = of_objects(acts, mention.head)
        unnamed = mention.head in ("bare", "case", "human")
        in_court = unnamed and self._first_to_police() < mention.at
        if "victims_referred" in measures and (in_court or self.to_police(mention.end)):
            measures = tuple(measure for measure in measures if measure != "victims_referred")
        if mention.is_bare:
            measures = tuple(measure for measure in measures if measure != "sentenced")
        return measures

    def _first_to_police(self) -> int:
        """Where the sentence first refers anything to the police; past its end if nowhere."""
        if self._police_at is None:
            acts = (at for at, item in enumerate(self._items) if item.value == "victims_referred")
            self._police_at = next(
                (at for at in acts if self.to_police(at + 1) or (self._counts(at + 1) and self.to_police(at + 2))),
                len(self._items),
            )
        return self._police_at

    def _counts(self, at: int) -> bool:
        return at < len(self._items) and self._items[at].kind == "num"

    def _direct(self, at: int) -> bool:
        """Whether the governing action stands right before the number."""
        between = self._items[self.now.at + 1 : at]
        return self.now.at >= 0 and len(between) <= 8 and all(item.kind in _BETWEEN for item in between)

    def acts_on(self, at: int) -> bool:
        """Whether an action stands right before a number."""
        return bool(self.now.acts) and self._direct(at)

    def _given(self, mention: CountMention) -> tuple[str, ...] | None:
        """`provided shelter to 27 victims`, `provided 10 victims with shelter`."""
        give_at = self.now.give_at
        if give_at < 0 or mention.head not in _VICTIM_HEADS or self._newly_said(mention):
            return None
        between = self._items[give_at + 1 : mention.at]
        if any(item.low in ";()" or (item.kind in ("act", "verb") and item.form != "noun") for item in between):
            return None
        services = [item for item in between if item.kind == "service"]
        if not services:
            services = [item for item in self._items[mention.end : mention.end + 8] if item.kind == "service"]
            if not services or len(between) > 4:
                return None
        elif not any(item.low in ("to", "for", "and", ",", "in") for item in between[-8:]):
            return None
        returned = any(item.value == "repatriation" for item in services)
        return of_objects(("victims_repatriated" if returned else "victims_assisted",), mention.head)

    def _postposed(self, mention: CountMention) -> tuple[str, ...] | None:
        """What is said of the counted things after them; empty if it is nothing that is counted, null if nothing.

        `23 victims identified by police`, `two were convicted`, `nine victims received legal assistance`.
        """
        place = self._skip_joined(mention.end)
        aux = False
        while place < len(self._items) and self._items[place].kind in ("aux", "adverb", "rel"):
            aux = True
            place += 1
        if place >= len(self._items):
            return None
        item = self._items[place]
        if item.kind == "act" and item.form == "finite":
            if not aux and not self._may_be_reduced(mention):
                return ()
            return self._participle(place, mention)
        if item.kind == "receive":
            return self._received(place, mention)
        if item.kind in ("verb", "joint") and (aux or item.low.endswith("ed")):
            return ()
        return None

    def _may_be_reduced(self, mention: CountMention) -> bool:
        """`there were 45 victims identified`, and not `one victim identified in 2015 remained in a shelter`."""
        if mention.group.kind != "main" or mention.is_bare:
            return True
        before = self._items[max(0, mention.at - 4) : mention.at]
        kinds = ("aux", "report", "act", "give", "receive")
        return any(item.kind in kinds or item.low in ("with", "out of") for item in before)

    def said_of_all(self, mention: CountMention) -> tuple[str, ...]:
        """`all 121 victims received services`: what is newly said of a known total."""
        said = self._postposed(mention) or ()
        if said:
            return said
        ahead = range(mention.end, min(len(self._items), mention.end + 8))
        received = (self._received(place, mention) for place in ahead if self._items[place].kind == "receive")
        return next(received, ())

    def identified(self, phrase: Phrase) -> bool:
        """`the 81 victims identified`, `the 81 identified victims`, `the 81 victims it identified`."""
        if "victims_identified" in phrase.adjectives:
            return True
        place = phrase.end
        while place < min(len(self._items), phrase.end + 3) and self._items[place].kind in ("word", "det", "aux"):
            place += 1
        said = self._items[place] if place < len(self._items) else None
        period = self._items[place + 1 : place + 5]
        return said is not None and said.low == "identified" and not any(item.value == "earlier" for item in period)

    def _skip_joined(self, place: int) -> int:
        """Past `and relatives of victims`."""
        if place >= len(self._items) or self._items[place].low != "and":
            return place
        ahead = place + 1
        while ahead < min(len(self._items), place + 5) and self._items[ahead].kind in (
            "word",
            "prep",
            "object",
            "reject",
        ):
            ahead += 1
        at_verb = ahead < len(self._items) and self._items[ahead].kind in ("receive", "aux")
        return ahead if at_verb and ahead > place + 1 else place

    def _participle(self, place: int, mention: CountMention) -> tuple[str, ...]:
        acts = [self._items[place].value]
        while place + 2 < len(self._items) and self._items[place + 1].low in ("and", "or"):
            if self._items[place + 2].kind != "act":
                break
            acts.append(self._items[place + 2].value)
            place += 2
        following = self._items[place + 1].low if place + 1 < len(self._items) else ""
        dated = place + 2 < len(self._items) and self._items[place + 2].kind in ("year", "period", "det")
        takes_part = acts[-1] == "victims_assisted" and following in _PARTICIPANT and not dated
        if following == "abroad" or takes_part or self._named_as(place + 1):
            return ()
        return self._fitting(tuple(acts), mention)

    def _named_as(self, place: int) -> bool:
        """`four identified as transgender`, and not `identified as potential victims`."""
        ahead = self._items[place : place + 5]
        return bool(ahead) and ahead[0].low == "as" and not any(item.kind == "object" for item in ahead)

    def _received(self, place: int, mention: CountMention) -> tuple[str, ...]:
        if mention.head not in _VICTIM_HEADS:
            return ()
        for item in self._items[place + 1 : place + 9]:
            if item.kind == "service":
                return ("victims_repatriated",) if item.value == "repatriation" else ("victims_assisted",)
            if item.low == "return":
                return ("victims_repatriated",)
            if item.kind in ("num", "aux", "give", "deny", "det") or item.form == "finite" or item.low in ";(":
                break
        return ()

    def _unsettled(self, place: int) -> bool:
        """`three prosecutions were ongoing`: the state of cases, and no count of new ones."""
        ahead = self._items[place : place + 4]
        if ahead and ahead[0].kind in ("aux", "rel") and any(item.low in _UNSETTLED for item in ahead):
            return True
        lows = [item.low for item in self._items[place : place + 30]]
        lows = lows[: lows.index(";")] if ";" in lows else lows
        return "remained" in lows and bool(_UNSETTLED & set(lows))

    def _of_officials(self, place: int) -> bool:
        for item in self._items[place : place + 8]:
            if item.kind == "mark":
                return False
            if item.kind == "official":
                return True
        return False

    def to_police(self, place: int) -> bool:
        """Referral to the police or for prosecution is no referral to services."""
        by = False
        for item in self._items[place : place + 10]:
            if item.kind == "num" or item.low in ";(":
                return False
            if item.low in _COURTS and not by:
                return True
            by = item.low == "by" or (by and item.kind in ("det", "word", "conj"))
        return False

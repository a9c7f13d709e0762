"""Reads the verb groups of a sentence: auxiliaries, negation, voice, and verbs joined without an object between."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.model import VerbGroup
from sources.language.clauses.segments import VERB_KINDS, is_finite

_BE: Final = frozenset("was were is are be been being".split())
_MODALS: Final = frozenset("could can may might would should will must cannot to".split())
_BETWEEN: Final = frozenset(("and", "or", ",", "and/or"))
_FILLERS: Final = frozenset(("adverb",))


def read_verbs(items: Sequence[Item]) -> list[VerbGroup]:
    """The verb groups in order."""
    found: list[VerbGroup] = []
    at = 0
    while at < len(items):
        group = _group_at(items, at)
        if group is None:
            at += 1
            continue
        found.append(group)
        at = group.end
    return _joined_denials(items, found)


def _group_at(items: Sequence[Item], at: int) -> VerbGroup | None:
    start, passive, negated, modal = at, False, False, False
    while at < len(items) and (items[at].kind in ("aux", "deny", "adverb", "fail") or items[at].low in ("not", "to")):
        item = items[at]
        passive = item.low in _BE or (passive and item.kind != "deny")
        negated = negated or item.kind in ("deny", "fail") or item.low == "not"
        modal = modal or item.low in _MODALS
        at += 1
    if at >= len(items) or not _is_verb(items, at, after_auxiliary=at > start):
        last = next((place for place in range(at - 1, start - 1, -1) if items[place].kind in ("aux", "deny")), -1)
        if last < 0:
            return None
        return VerbGroup(last, start, last + 1, "aux", (), "finite", negated=negated, modal=modal)
    return _with_joined(items, start, at, passive=passive, negated=negated, modal=modal)


def _is_verb(items: Sequence[Item], at: int, *, after_auxiliary: bool) -> bool:
    item = items[at]
    if item.kind in VERB_KINDS:
        known = after_auxiliary or item.low.startswith("to ") or _joins(items, at)  # `to shelter` is one item
        return item.form != "noun" and (item.form != "base" or known)
    if item.kind in ("rise", "amount") and item.low.endswith(("ed", "ose", "ell", "ew")):
        return True
    return item.kind == "word" and is_finite(items, at)


def _joins(items: Sequence[Item], at: int) -> bool:
    return at > 0 and items[at - 1].low in ("or", "and", "nor", ",")


def _with_joined(items: Sequence[Item], start: int, at: int, *, passive: bool, negated: bool, modal: bool) -> VerbGroup:
    """The group with the verbs joined to its first one."""
    meanings: list[str] = []
    kind, place, end, joined = items[at].kind, at, at + 1, True
    while place < len(items):
        item = items[place]
        if item.kind in VERB_KINDS and item.form != "noun" and joined:
            meanings.append(item.value)
            kind = "act" if item.kind == "act" else kind
            end, joined = place + 1, False
        elif item.low in _BETWEEN:
            joined = True
        elif item.kind not in _FILLERS and place != at:
            break
        place += 1
    form = items[at].form or ("gerund" if items[at].low.endswith("ing") else "finite")
    names = tuple(dict.fromkeys(meaning for meaning in meanings if meaning))
    voice = "passive" if passive else "active"
    return VerbGroup(at, start, end, kind, names, form, voice, negated, modal)


def _joined_denials(items: Sequence[Item], groups: list[VerbGroup]) -> list[VerbGroup]:
    """`did not investigate any cases, prosecute any suspects, or convict any traffickers`: all verbs are denied."""
    found: list[VerbGroup] = []
    for group in groups:
        before = found[-1] if found else None
        joined = before is not None and before.negated and group.form == "base" and _joins(items, group.start)
        found.append(replace(group, negated=group.negated or joined))
    return found

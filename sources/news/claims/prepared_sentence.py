"""A prepared sentence: its countries in groups, its tiers, its clauses.

Phrases: connectors in enumerations of countries, clause boundaries, relative clauses, the United States as a ranked
country.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sources.language.country_names import Mention
from sources.news.claims.tier_words import TierWord

_GOVERNMENT: Final = re.compile(r"\s(?:government|authorities|administration|regime|kingdom|junta)\b", re.IGNORECASE)
_CONNECTOR: Final = re.compile(
    r"(?:\s?\((?![^()]*(?:tier|watch))[^()]{0,40}\))?\s*"
    r"(?:,?\s*(?:and|or|&|plus|as\swell\sas|along\swith|together\swith|alongside|but\salso|and\salso)|,|;|/"
    r"|\s[•·]\s)\s*"
    r"(?:(?:EU|NATO|ASEAN|CARICOM|member|the|both|neighbou?r(?:s|ing)?|neighbors?|even|also|then|tiny|small|oil-rich|communist|nearby"
    r"|fellow|key|close|major|former"
    r"|allies|ally|trading|partners?|nations?|country|countries|states?|islands?|republics?|kingdom"
    r"|emirates?|sheikhdoms?|territor(?:y|ies)"
    r"|giants?|regional|strategic|longtime|wealthy|of|in|US|U\.S\.|American|Gulf|Arab|Asian|African|European"
    r"|Caribbean|Pacific|(?-i:Middle|East|West|Western|Eastern|Southeast|South|Central)|Latin|Muslim|Soviet"
    r"|military-ruled|authoritarian-ruled"
    r"|perennial|offenders?)\s)*"
    r"(?:(?!(?:in|to|from|on|that|by|with|at|for|as|into|was|were|is|are|has|have|had|which|who|its|their"
    r"|then|of"
    r"|put|kept|fell|not|but|while|when|if|unlike|than|except|instead|over)\b)(?-i:[a-z-]+)(?<!ed)(?<!ing)(?<!s)\s){0,2}",
    re.IGNORECASE,
)
_JOINING: Final = re.compile(
    r"(?:\sand\s\d+\sothers?|,)?\s(?:has\s|have\s|now\s)?(?:join(?:s|ed|ing)|rank(?:s|ed)\s(?:along)?with)\s"
    r"(?:(?:the|neighbou?ring|fellow)\s)*",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"^[\"”)]?(?:\s(?:countries|nations|list|placements?))?$", re.IGNORECASE)
_DASH: Final = re.compile(r"\s[–—-]\s")
_BOUNDARY: Final = re.compile(
    r";\s(?!(?:the\s)?others?\s(?:\w+\s){0,4}(?:includ|are|were))|\s[–—-]\s|,?\s(?:while|whereas|although|though|despite)\s|,\s(?:but|yet)\s(?!for\s|also\s"
    r"|is\smaking|are\smaking)|\sbut\s(?!for\s|also\s|is\smaking|are\smaking|was\smaking)"
    r"|,\s(?=with\s(?:the\s)?(?:[A-Z]|another|\d|others?\b|two|three|four|five|six))|:\s(?=[A-Z][^,]*\b(?:is"
    r"|was|are|were)\b)"
    r"|\ssince\s(?=(?:it|they|the\s(?:country|kingdom|nation|government))\s(?:was|were|had|first|joined|entered|fell|moved)\b)",
)
_RELATIVE: Final = re.compile(
    r",\s{1,2}(?P<body>(?:(?:(?:all|both|most|many|some|one|two)\sof\s)?(?:which|whom)|who|where"
    r"|whose)\s[^,;]{3,160}?(?:,\s(?:and\s)?(?:19|20)\d\d){0,9}(?=,|[.!?]?[”\"]?$)"
    r"|a\s[^,;]{0,20}Tier[^,;]{1,60}(?=,))"
)


@dataclass(frozen=True)
class Group:
    """An enumeration of countries: `A, B and C`.

    `start` and `end` are its span in the sentence; `last_start` is the start of its last member.
    """

    start: int
    end: int
    countries: tuple[str, ...]
    last_start: int
    last_country: str


@dataclass
class Clause:
    """A clause of a sentence. `text` has the length of the sentence and is blank outside the clause."""

    text: str
    start: int
    end: int
    subject: Group | None = None


@dataclass
class PreparedSentence:
    """A sentence with its countries, tiers and clauses. All positions are in the sentence."""

    text: str
    groups: list[Group]
    tiers: list[TierWord]
    clauses: list[Clause] = field(default_factory=list)


_DASHED: Final = re.compile(r"\s[–—-]\s(?P<body>(?:which|who|where)\s[^–—;]{3,160}?)\s[–—-]\s")
"""`A – which was on Tier 2 – fell`: dashes used as commas."""


def prepare(text: str, mentions: Sequence[Mention], tiers: list[TierWord]) -> PreparedSentence:
    """Prepares a sentence for reading its placements."""
    groups = list(group_countries(text, mentions))
    text = _DASHED.sub(lambda aside: f",  {aside['body']},  ", text)
    prepared = PreparedSentence(text, groups, tiers)
    prepared.clauses = list(_clauses(prepared))
    return prepared


def group_countries(text: str, mentions: Sequence[Mention]) -> Iterator[Group]:
    """Enumerations of countries in order. The United States count only as a ranked country."""
    members: list[tuple[Mention, str | None]] = []
    for mention in mentions:
        country = _ranked_country(text, mention)
        if members and country is not None and country == members[-1][1]:
            between = text[members[-1][0].end : mention.start]
            if _SAME_COUNTRY.fullmatch(between):
                if "(" not in between:
                    members[-1] = replace(mention, start=members[-1][0].start), country
                continue
        if country is None and not (
            members and mention.kind == "name" and _are_connected(text[members[-1][0].end : mention.start])
        ):
            continue  # an unresolved name stays as a member of an enumeration
        if members and not _are_connected(text[members[-1][0].end : mention.start]):
            yield _group(members)
            members = []
        members.append((mention, country))
    if members:
        yield _group(members)


_SAME_COUNTRY: Final = re.compile(
    r"\s?(?:\(|/|,\s)(?:formerly|also\sknown\sas|also|known\sas|aka|or)?\s?", re.IGNORECASE
)
"""`Myanmar (formerly Burma)`."""


def _group(members: list[tuple[Mention, str | None]]) -> Group:
    known = [(mention, country) for mention, country in members if country is not None]
    last, country = known[-1]
    countries = tuple(dict.fromkeys(country for _, country in known))
    return Group(known[0][0].start, max(last.end, members[-1][0].end), countries, last.start, country)


def _are_connected(between: str) -> bool:
    return _CONNECTOR.fullmatch(between) is not None or _JOINING.fullmatch(between) is not None


_RANKED_ITSELF: Final = re.compile(
    r"[’']?s?\s(?:(?:also|again|itself|now)\s)?(?:ranks?|ranked|grades?|graded|rates?|rated|gave|gives|placed|places|lists"
    r"|listed|put|puts|kept|keeps|retains"
    r"|retained|maintained|remains|remained|stays|stayed|awarded|included)\s(?:itself|its\sown|its\stier|on"
    r"|in|at|a\splace)\b"
    r"|\s(?:was|is|has\sbeen|are|were)\s(?:also\s|again\s|itself\s|now\s)?(?:ranked|rated|placed|listed"
    r"|included|on|in|a\sTier|among)\b",
    re.IGNORECASE,
)
_BESIDE_COUNTRY: Final = re.compile(r"^(?:,\s|\sand\s|,\sand\s)[A-Z]|^,\s(?:and\s)?the\s[A-Z]")


def _ranked_country(text: str, mention: Mention) -> str | None:
    country = mention.country
    if country is None and len(mention.candidates) == 1:
        country = mention.candidates[0]  # only countries are ranked: Georgia on Tier 1 is not the American state
    if country is None:
        return None
    if mention.kind == "adjective" and not _GOVERNMENT.match(text, mention.end):
        return None
    if country == "USA":
        printed = text[mention.start : mention.end]
        after = text[mention.end : mention.end + 60]
        if mention.kind != "name" or not (_RANKED_ITSELF.match(after) or _is_in_list(text, mention, printed)):
            return None
    return country


def _is_in_list(text: str, mention: Mention, printed: str) -> bool:
    """Whether the United States are a member of an enumeration rather than the author of the ranking."""
    before, after = text[max(0, mention.start - 16) : mention.start], text[mention.end : mention.end + 12]
    listed = (
        re.search(r"[a-z],\s(?:and\s)?(?:the\s)?$|[a-z]\sand\s(?:the\s)?$|including\s(?:the\s)?$", before) is not None
    )
    listed = listed and (printed.startswith("United") or before.endswith(", the "))
    return listed and re.match(r"[,.;]|\sand\s[A-Z]|\sas\swell|$", after) is not None


def _clauses(prepared: PreparedSentence) -> Iterator[Clause]:
    """Relative clauses, with the group before them as subject, then the rest, split at conjunctions."""
    rest = prepared.text
    for found in _RELATIVE.finditer(prepared.text):
        start, end = found.span("body")
        before = [group for group in prepared.groups if group.end == found.start()]
        if any(start <= tier.start < end for tier in prepared.tiers):
            yield Clause(_blank_outside(prepared.text, start, end), start, end, before[0] if before else None)
        elif before:
            prepared.groups = [group for group in prepared.groups if not start <= group.start < end]
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for start, end in _split(rest, prepared):
        yield Clause(_blank_outside(rest, start, end), start, end)


def _blank_outside(text: str, start: int, end: int) -> str:
    return " " * start + text[start:end] + " " * (len(text) - end)


def _split(text: str, prepared: PreparedSentence) -> Iterator[tuple[int, int]]:
    boundaries = sorted({found.start() for found in _BOUNDARY.finditer(text)} | set(_between_tiers(text, prepared)))
    boundaries = [boundary for boundary in boundaries if not _is_inside_name(boundary, prepared)]
    yield from zip([0, *boundaries], [*boundaries, len(text)], strict=True)


def _is_inside_name(boundary: int, prepared: PreparedSentence) -> bool:
    inside_group = any(group.start < boundary < group.end for group in prepared.groups)
    return inside_group or any(
        tier.start < boundary < tier.end or _is_label(boundary, tier, prepared) for tier in prepared.tiers
    )


def _is_label(boundary: int, tier: TierWord, prepared: PreparedSentence) -> bool:
    """Whether a dash connects a tier with countries, as in `Tier 3 – A, B` and `A – Tier 3`, and is not a boundary."""
    dash = _DASH.match(prepared.text, boundary)
    if dash is None:
        return False
    before = (
        _LABELLED.match(prepared.text[tier.end : max(boundary, tier.end)])
        and tier.end <= boundary
        and any(group.start - 5 <= dash.end() <= group.start for group in prepared.groups)
    )
    after = tier.start == dash.end() and any(boundary - 1 <= group.end <= boundary for group in prepared.groups)
    return bool(before) or after


_OPENS_LATER: Final = re.compile(r"\W*(?:after|since|despite|having|following|being)\b[^,]*$", re.IGNORECASE)
_NEW_SUBJECT: Final = re.compile(r"(?:,\s?(?:and\s)?|\sand\s)(?:the\s|neighbou?ring\s)?$", re.IGNORECASE)


def _between_tiers(text: str, prepared: PreparedSentence) -> Iterator[int]:
    """Boundaries such as in `A is on Tier 2, B on Tier 3`: before the group that begins the next statement."""
    for first, second in zip(prepared.tiers, prepared.tiers[1:], strict=False):
        inside = [group for group in prepared.groups if first.end <= group.start and group.end <= second.start]
        if len(inside) != 1 or _OPENS_LATER.match(text[: first.start].lstrip()):
            continue
        opener = _NEW_SUBJECT.search(text[first.end : inside[0].start])
        if opener is not None and not re.match(r"\s?\(", text[inside[0].end :]):
            yield first.end + opener.start()

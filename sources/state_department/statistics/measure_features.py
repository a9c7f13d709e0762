"""What ties a candidate to one measure, as named features that are the same for all measures.

The weights are shared: what a direct object of `convicted` is to convictions, an object of `identified` is to victims
identified. Few features name the measure itself.
"""

from collections.abc import Iterator
from typing import Final

from sources.state_department.statistics.candidates import INHERITED, Candidate, strength
from sources.state_department.statistics.measures import LAW_ENFORCEMENT
from sources.state_department.statistics.number_features import SentenceFeatures, compare
from sources.state_department.statistics.word_classes import item_classes

_DENIAL_REACH: Final = 14


def measure_features(features: SentenceFeatures, candidate: Candidate, measure: str) -> list[str]:
    """The features of a candidate for one of its measures."""
    if candidate.denied:
        return ["bias", *sorted(set(_of_denial(features, candidate, measure)))]
    return [
        "bias",
        *_of_tie(candidate, measure),
        *_of_clause(features, candidate, measure),
        *_of_parent(candidate, measure),
    ]


def _own(relation: str) -> str:
    """How near a relation is: `own`, `inherited`, `near` or `context`."""
    place = strength(relation)
    return "own" if place <= 3 else "inherited" if place == 4 else "near" if place <= 6 else "context"


def _of_tie(candidate: Candidate, measure: str) -> Iterator[str]:
    """The relation, and whether another measure is tied more closely."""
    relation = candidate.relations[measure]
    own, place = _own(relation), strength(relation)
    family = "law" if measure in LAW_ENFORCEMENT else "victims"
    others = [strength(other) for name, other in candidate.relations.items() if name != measure]
    better, same = sum(other < place for other in others), sum(other == place for other in others)
    yield f"r:{relation}"
    yield from (f"r:{relation}|{other}" for other in (candidate.head, candidate.kind, measure, family))
    yield f"rk:{min(better, 2)}|{min(same, 2)}|{own}"
    yield f"rk:{min(better, 2)}|{relation}"
    yield f"mh:{measure}|{candidate.head}|{own}"
    yield f"s:{place}|{candidate.kind}|{candidate.head}"
    yield f"pp:{candidate.phrase.preposition}|{own}"
    yield f"det:{candidate.phrase.determiner}|{own}"


def _of_clause(features: SentenceFeatures, candidate: Candidate, measure: str) -> Iterator[str]:
    sentence, phrase = features.sentence, candidate.phrase
    own = _own(candidate.relations[measure])
    clause = sentence.clauses[phrase.clause]
    verb = clause.verb
    governor = sentence.governor(phrase)
    yield f"m:{measure}|{features.memory.section}"
    yield f"op:{clause.opener}|{own}"
    yield f"cv:{verb.kind}|{verb.voice}|{verb.negated}|{verb.modal}|{own}" if verb is not None else f"cv:-|{own}"
    if governor is not None:
        yield f"gw:{governor.low}|{own}"
        yield f"gk:{governor.kind}|{phrase.relation}|{own}"
        governing = next((v for c in sentence.clauses for v in c.verbs if v.at == phrase.governor), None)
        if governing is not None:
            before = features.tags[governing.start - 1] if governing.start else "^"
            yield f"gv:{governing.form}|{governing.modal}|{governing.voice}|{own}"
            yield f"gb:{before}|{governing.form}|{own}"
    yield f"ty:{candidate.trafficking_type}|{candidate.kind}|{own}"
    yield f"ro:{candidate.role}|{candidate.kind}|{own}"
    yield f"pe:{candidate.period_kind}|{own}"
    known = [value for measures, value in features.memory.values if measure in measures]
    value = candidate.value or 0
    yield f"dk:{phrase.determiner}|{value in known}|{own}"
    if known:
        yield f"ms:{compare(value, max(known))}|{own}"
        yield f"mq:{value in known}|{own}"
    else:
        yield f"ms:first|{measure}|{own}"


def _of_parent(candidate: Candidate, measure: str) -> Iterator[str]:
    """What it compares or breaks down, and how that is tied to the measure."""
    parent, place = candidate.parent, strength(candidate.relations[measure])
    if parent is None:
        yield f"p:none|{candidate.kind}|{candidate.head}"
        return
    relation = parent.relations.get(measure, "-")
    size = compare(parent.value or 0, candidate.value or 0)
    yield f"ps:{strength(relation)}|{place}"
    yield f"ph:{parent.head}|{candidate.kind}|{candidate.head}"
    again = strength(relation) <= INHERITED
    typed = candidate.trafficking_type != parent.trafficking_type
    yield f"pa:{again}|{typed}|{candidate.kind}|{size}"
    yield f"pal:{candidate.aligned}|{candidate.kind}"
    yield f"pv:{size}|{candidate.kind}"
    alike = candidate.role == parent.role
    yield f"pt:{candidate.trafficking_type}|{parent.trafficking_type}|{candidate.kind}|{size}|{alike}"
    if place == 4:
        yield from (f"P:r:{relation}|{other}" for other in (parent.head, parent.kind))
        yield f"P:mh:{measure}|{parent.head}|{_own(relation)}"
        yield f"P:det:{parent.phrase.determiner}|{parent.phrase.preposition}"
        yield f"P:ty:{parent.trafficking_type}|{parent.kind}"


def _of_denial(features: SentenceFeatures, candidate: Candidate, measure: str) -> Iterator[str]:
    """The words of a stated zero or of a figure that is not reported."""
    items, at, end = features.sentence.items, candidate.phrase.at, candidate.phrase.end
    relation, denied = candidate.relations[measure], candidate.denied
    family = "law" if measure in LAW_ENFORCEMENT else "victims"
    ahead = items[at : at + _DENIAL_REACH]
    general = any(item.kind == "any" or item.low.startswith("any") for item in ahead[:6])
    yield f"z:{denied}"
    yield f"z:{relation}|{family}"
    yield f"z:{relation}|{candidate.head}|{general}"
    yield f"zm:{measure}|{denied}"
    yield f"zk:{candidate.kind}|{denied}"
    yield f"zt:{candidate.trafficking_type}|{denied}"
    yield f"zr:{candidate.role}|{denied}|{candidate.period_kind}"
    yield f"zn:{any(item.kind == 'num' for item in items)}|{denied}"
    for place, near in (("c", ahead), ("e", items[end : end + 4]), ("b", items[max(0, at - 6) : at])):
        yield from (f"z{place}:{name}|{denied}" for item in near for name in item_classes(item))

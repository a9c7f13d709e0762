"""Sentences of an article that name a tier which is not known, such as `Tier 2.5` or `Tier 2 W?tch List`."""

from collections.abc import Iterator
from typing import Final

from sources.language.sentences import read_sentences
from sources.language.tiers import find_tiers, unread_tiers

_LONGEST_SENTENCE: Final = 500
"""Characters. Of a longer text, the words from the tier on are enough."""


def sentences_in_doubt(text: str) -> Iterator[str]:
    """The sentences with a tier that no claim is read from, in order.

    `Tier 2 or Tier 3` names two known tiers. It leaves a doubt in a verdict, but not in an article.
    """
    known = [(phrase.start, phrase.end) for phrase in find_tiers(text)]
    doubts = [
        doubt
        for doubt in unread_tiers(text)
        if not any(start < doubt.end and doubt.start < end for start, end in known)
    ]
    if not doubts:
        return
    for sentence in read_sentences(text):
        inside = next((doubt for doubt in doubts if sentence.start <= doubt.start < sentence.end), None)
        if inside is not None:
            start = sentence.start if len(sentence.text) <= _LONGEST_SENTENCE else inside.start
            yield text[start : sentence.end][:_LONGEST_SENTENCE]

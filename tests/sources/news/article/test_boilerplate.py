"""Boilerplate in plain text dumps."""

from sources.news.article.boilerplate import trim_dump


def test_boilerplate_is_removed_from_a_dump() -> None:
    dump = (
        "Home\nWorld\nSign in\n\nWorst rank for Fiji\n\nBy Ann Bell\n\nFiji was placed on Tier 3 on Tuesday.\n\n"
        "Officials in Suva were not happy with it.\n\nRead more: Fiji votes\n\nLeave a comment\n\n"
        "Most read\n\nTonga joins Tier 3"
    )
    trimmed = trim_dump(dump)
    assert trimmed.text.split("\n") == [
        "Fiji was placed on Tier 3 on Tuesday.",
        "Officials in Suva were not happy with it.",
    ]

"""Counts that a narrative states, each with the sentence that proves it."""

from sources.state_department.statistics.model import StatisticRow, TextSection
from sources.state_department.statistics.reader import SECTIONS, read_statistics

__all__ = ["SECTIONS", "StatisticRow", "TextSection", "read_statistics"]

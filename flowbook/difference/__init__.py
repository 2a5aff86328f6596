"""Behaviour diff: two versions of a flow, the same customers, words, dice and clock, and what customers would
notice."""

from flowbook.difference.behaviour import Behaviour, Change, Example, compare_behaviour
from flowbook.difference.report import behaviour_to_json
from flowbook.difference.talks import Talk, distinct, talks_of_conversations, talks_of_notebook
from flowbook.difference.waiting import Stranded, stranded

__all__ = [
    "Behaviour",
    "Change",
    "Example",
    "Stranded",
    "Talk",
    "behaviour_to_json",
    "compare_behaviour",
    "distinct",
    "stranded",
    "talks_of_conversations",
    "talks_of_notebook",
]

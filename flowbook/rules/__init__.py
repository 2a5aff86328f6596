"""Conditions and segments: one meaning, asked about one customer, compiled to SQL, told in words, reasoned about."""

from flowbook.rules.evaluation import evaluate
from flowbook.rules.operators import Operator, operators_for
from flowbook.rules.readings import FUNCTIONS
from flowbook.rules.sources import COMPUTED
from flowbook.rules.sql import compile_sql
from flowbook.rules.subject import Subject, subject_for

__all__ = [
    "COMPUTED",
    "FUNCTIONS",
    "Operator",
    "Subject",
    "compile_sql",
    "evaluate",
    "operators_for",
    "subject_for",
]

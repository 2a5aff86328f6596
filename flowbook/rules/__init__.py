"""Conditions and segments: one meaning, asked of a customer, compiled to SQL, told in words, reasoned on."""

from flowbook.rules.evaluation import evaluate
from flowbook.rules.mentions import Mentions, mentions, reads
from flowbook.rules.operators import Operator, operators_for
from flowbook.rules.phrases import words
from flowbook.rules.problems import problems, segment_problems
from flowbook.rules.readings import FUNCTIONS, instant_text
from flowbook.rules.schema import schema
from flowbook.rules.sources import COMPUTED
from flowbook.rules.sql import compile_sql
from flowbook.rules.subject import Subject, subject_for
from flowbook.rules.verdicts import Verdict, deciding, explain, would_need

__all__ = [
    "COMPUTED",
    "FUNCTIONS",
    "Mentions",
    "Operator",
    "Subject",
    "Verdict",
    "compile_sql",
    "deciding",
    "evaluate",
    "explain",
    "instant_text",
    "mentions",
    "operators_for",
    "problems",
    "reads",
    "schema",
    "segment_problems",
    "subject_for",
    "words",
    "would_need",
]

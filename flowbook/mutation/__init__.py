"""Mutants: a flow with one thing changed, as somebody might have drawn it by mistake. Tests are measured by
how many of them they notice."""

from flowbook.mutation.enumeration import choose, mutants, sample
from flowbook.mutation.mutant import KINDS, Mutant

__all__ = ["KINDS", "Mutant", "choose", "mutants", "sample"]

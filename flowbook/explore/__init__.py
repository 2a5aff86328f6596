"""Exploration: for every exit of a flow a customer and a conversation that takes it, or a proof that none
does."""

from flowbook.explore.exploration import explore
from flowbook.explore.land import Land
from flowbook.explore.report import Found, Report, report_to_json

__all__ = ["Found", "Land", "Report", "explore", "report_to_json"]

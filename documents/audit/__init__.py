"""The audit of what was written: every numeral of a finished file has a figure behind it."""

from documents.audit.charting import contradictions_in_charts
from documents.audit.claims import Shown
from documents.audit.files import unlike_in_tables, unlike_in_word
from documents.audit.page import unlike_in_page
from documents.audit.refusing import refusal
from documents.audit.tracing import numbers_shown, unexplained

__all__ = [
    "Shown",
    "contradictions_in_charts",
    "numbers_shown",
    "refusal",
    "unexplained",
    "unlike_in_page",
    "unlike_in_tables",
    "unlike_in_word",
]

"""The review page: one self-contained file in which a leader reads a draft with its doubts."""

from __future__ import annotations

from documents.review.page import write_review
from documents.review.standing import show_standing

__all__ = ["show_standing", "write_review"]

"""Proofreading any finished account, ours or not, by the rules of DOMAIN.md §2 and §6.2."""

from documents.proofreading.against import Figures
from documents.proofreading.reading import proofread

__all__ = ["Figures", "proofread"]

"""A document drawn as a Word file: `fit_on_page` and `write_word` are the doors."""

from documents.word.fitting import fit_on_page
from documents.word.writing import write_word

__all__ = ["fit_on_page", "write_word"]

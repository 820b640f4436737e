"""A document drawn as a Word file: `write_word` is the door."""

from documents.word.writing import write_word

__all__ = ["write_word"]

"""The texts of a sheet, looked through all at once rather than one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from workbooks.cells import END, squeeze, squeeze_together


class Words:
    """Texts. No pattern that is sought in them matches what stands between two."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts."""
        self.texts = tuple(texts)
        self._squeezed_with: dict[re.Pattern[str], list[str]] = {}

    @cached_property
    def _together(self) -> str:
        return END.join(self.texts)

    @cached_property
    def _squeezed(self) -> str:
        return squeeze_together(self._together)

    def blank(self) -> list[str]:
        """Return the texts that are white space alone."""
        return [text for text in self.texts if text.isspace()]

    def holding(self, sought: re.Pattern[str]) -> list[str]:
        """Return the texts in which a pattern is found."""
        return self._found(sought, self._together, str)

    def holding_squeezed(self, sought: re.Pattern[str]) -> list[str]:
        """Return the texts in which a pattern is found once they are squeezed, sought once."""
        if sought not in self._squeezed_with:
            self._squeezed_with[sought] = self._found(sought, self._squeezed, squeeze)
        return self._squeezed_with[sought]

    def speak_of(self, words: Iterable[str]) -> bool:
        """Return whether each of the words stands in some text, once it is squeezed."""
        return all(word in self._squeezed for word in words)

    def _found(
        self, sought: re.Pattern[str], together: str, alone: Callable[[str], str]
    ) -> list[str]:
        if together.count(END) != len(self.texts) - 1:
            return [text for text in self.texts if sought.search(alone(text))]
        found: list[str] = []
        start = number = 0
        while start >= 0 and (hit := sought.search(together, start)):
            number += together.count(END, start, hit.start())
            found.append(self.texts[number])
            start = together.find(END, hit.end())
        return found

"""Every indicator of the program, defined once."""

from __future__ import annotations

import hashlib

from schemas.indicator import Indicator
from schemas.indicators import (
    aid,
    culture,
    finance,
    mutual_aid,
    palace,
    places,
    reform,
    rights,
    women,
)

INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for subject in (culture, reform, places, palace, rights, aid, women, mutual_aid, finance)
    for indicator in subject.INDICATORS
}


def known_code(code: str) -> str:
    """Return an indicator's code; ValueError where no indicator has it."""
    if code not in INDICATORS:
        raise ValueError("no indicator has this code")
    return code


def hash_definitions() -> dict[str, str]:
    """Return the hash of each indicator's definition, by code: another one is another 口径."""
    return {
        code: hashlib.sha256(indicator.definition.encode()).hexdigest()[:16]
        for code, indicator in INDICATORS.items()
    }

"""Names and numbers that look right and can belong to nobody."""

from __future__ import annotations

# GB 11643: weights of the first 17 digits, and the check digit of each remainder.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK_DIGITS = "10X98765432"

CHINESE_DIGITS = "〇一二三四五六七八九"


def id_number(number: int) -> str:
    """Return an 18-digit ID with a right check digit, of the unassigned region 999999."""
    body = f"99999919000101{number:03d}"
    remainder = sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True)) % 11
    return body + ID_CHECK_DIGITS[remainder]


def name(number: int) -> str:
    """Return a name that nobody bears: 样本〇二七."""
    return "样本" + "".join(CHINESE_DIGITS[int(digit)] for digit in f"{number:03d}")


def phone(number: int) -> str:
    """Return eleven digits in 100…, where no mobile number begins."""
    return f"1000000{number:04d}"


def card(number: int) -> str:
    """Return nineteen digits of no issuer (0000…) whose check digit is wrong on purpose."""
    body = f"0000{number:014d}"
    return body + str((luhn_digit(body) + 1) % 10)


def luhn_digit(body: str) -> int:
    """Return the check digit that a real card with these digits would end in."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10

"""Blank forms: the workbook that a department fills in, made from the contract that reads it."""

from workbooks.forms.writing import write_form

__all__ = ["write_form"]

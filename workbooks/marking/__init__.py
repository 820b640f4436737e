"""A workbook as received, its faults marked: the part that opens it, in the child process."""

from workbooks.marking.fault import Fault
from workbooks.marking.writing import list_alone, mark

__all__ = ["Fault", "list_alone", "mark"]

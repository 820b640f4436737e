"""Everything Excel: cells with their addresses, forms, marked copies, tables; imports `schemas`."""

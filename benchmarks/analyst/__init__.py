"""The peer: what a capable analyst would write instead, with pandas, openpyxl and docxtpl.

The same workbooks, the same tables and charts, one bulletin in Word and the tables in Excel.
It checks nothing beyond types, knows nothing of corrections, releases or disclosure, and tells
of no number where it came from. It imports nothing of ours.
"""

"""Order, files, clock, Prefect and the command line. Holds no expression on columns.

The one room that knows all the others.
"""

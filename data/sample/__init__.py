"""The synthetic workspace: what nine departments of one county union might have sent.

Independent on purpose of the program that reads it: headings, sheet names and codes are
written here as the departments would write them.
"""

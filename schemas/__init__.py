"""The contract: what departments send, and the shapes that the program produces.

Imports no other room of the project.
"""

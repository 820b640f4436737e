"""Pure Polars: cells become rows, accepted rows, findings, figures and comparisons.

Frames in, frames out; no file, clock or network. Imports `schemas` alone.
"""

"""Proofreading any finished account, ours or not, by the rules of DOMAIN.md §2 and §6.2."""

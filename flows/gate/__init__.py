"""The gate between a draft and a release: who submitted, approved, returned and released what."""

"""The commands beyond the monthly routine, by topic; `flows.command` puts them together."""

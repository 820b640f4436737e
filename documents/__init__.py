"""Everything that a person reads, rendered and never computed; may import `schemas`."""

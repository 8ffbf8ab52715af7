"""The unbounded expansion of the graph: what comes is taken in by small publications to the store (docs/decisions/0030)."""

"""The stages of the graph, one PTransform each: they key, remember and emit; they decide nothing."""

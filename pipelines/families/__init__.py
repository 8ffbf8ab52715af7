"""From compared pairs to families: refinement, attachment, origin, lifecycle. Pure: no Beam, no I/O."""

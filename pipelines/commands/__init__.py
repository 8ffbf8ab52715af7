"""The commands, one module each: flags in, lines out."""

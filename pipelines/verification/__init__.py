"""Everything that a store holds, read again: what is wrong with it, and what of that can be made again from the rest."""

"""Which texts reuse each other, how, and how that is known. Pure: no Beam, no I/O; numba where it is hot."""

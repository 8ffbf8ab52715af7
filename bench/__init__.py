"""Measurements and fits: what the numbers in the docs and in the code come from."""

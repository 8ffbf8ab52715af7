"""Conventions of the news trade that every format and the matching share. Pure: the standard library and `schemas` only."""

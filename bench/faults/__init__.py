"""Runs that are killed: what a store holds afterwards, and what the next run makes of it."""

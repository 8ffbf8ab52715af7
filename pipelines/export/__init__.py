"""Families and runs in the vocabularies of others."""

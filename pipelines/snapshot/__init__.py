"""A store as Parquet tables: their columns, and how they are written."""

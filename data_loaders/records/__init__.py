"""Formats of records: who works where, which projects there are."""

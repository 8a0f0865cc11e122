"""Formats of survey results."""

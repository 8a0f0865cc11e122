"""Formats of collaboration logs."""

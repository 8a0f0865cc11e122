"""Releases: read.py is the one door to a number, build.py makes them."""

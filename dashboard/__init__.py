"""Yotte: is cross-functional co-creation changing the organisation?"""

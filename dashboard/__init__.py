"""Yotte measures whether cross-functional co-creation changes an organisation."""

"""Carries the program `launch`; there is nothing to import."""

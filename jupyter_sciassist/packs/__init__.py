"""Discipline packs: discovery and the built-in packs."""

"""Drafted code: parsed, held against the live names, tried on a sample, offered, never run by itself."""

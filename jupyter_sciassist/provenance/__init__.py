"""The sidecar log of accepted suggestions: append (`record`), check (`verify`), look at (`review`).

Nothing is imported here, so that `python -m jupyter_sciassist.provenance.verify` needs no more
than the standard library and rfc8785.
"""

"""What a verified log becomes for other tools and readers; `reading` is where each begins.

The same log gives the same bytes: no clock, no absolute path, no random number. Each export bears
the log's head.
"""

"""The time and the id of a record to be."""

from __future__ import annotations

import secrets
import time
from datetime import datetime, timezone
from uuid import UUID


def now() -> str:
    """The present time, UTC, in milliseconds, as a record states it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def uuid7() -> str:
    """A UUID of version 7: 48 bits of milliseconds, then random bits."""
    bits = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76
    return str(UUID(int=bits & ~(3 << 62) | 2 << 62))

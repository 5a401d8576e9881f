"""Sentences about signals: peaks in a spectrum, a flux curve or a histogram of events."""

from __future__ import annotations

from .base import Sentences

BY_RELATION: Sentences = {}
BY_ANALYSIS: Sentences = {}

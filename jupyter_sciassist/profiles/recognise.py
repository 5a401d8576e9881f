"""Kinds of tables that values and names give away; where it is not certain, a table stays a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..records import Kind, Profile
from .roles import words
from .table import Column

_EVENT = frozenset({"event", "status", "died", "death", "dead", "censored", "observed"})
_DURATION = frozenset({"time", "duration", "tenure", "survival", "followup", "futime", "stime"})


def with_kind(profile: Profile, columns: Mapping[str, Column]) -> Profile:
    """The profile with the kind that its columns show, where they leave no doubt."""
    if profile.kind != "table" or not columns:
        return profile
    kind = _kind(columns)
    return profile if kind is None else replace(profile, kind=kind)


def _kind(columns: Mapping[str, Column]) -> Kind | None:
    if _four_vectors(columns):
        return "events"
    if _survival(columns):
        return "survival"
    if _spatial(columns):
        return "spatial"
    return None


def _within(column: Column, low: float, high: float) -> bool:
    if column.profile.role not in {"numeric", "count"}:
        return False
    present = column.values[~np.isnan(column.values)]
    return len(present) > 0 and low <= present.min() and present.max() <= high


def _four_vectors(columns: Mapping[str, Column]) -> bool:
    """pt, eta and phi of one particle, each within its physical range."""
    for suffix in ("", "1", "2", "_1", "_2"):
        pt, eta, phi = (columns.get(f"{name}{suffix}") for name in ("pt", "eta", "phi"))
        if pt is None or eta is None or phi is None:
            continue
        if _within(pt, 0, np.inf) and _within(eta, -12, 12) and _within(phi, -3.1416, 3.1416):
            return True
    return False


def _survival(columns: Mapping[str, Column]) -> bool:
    """A 0/1 event column beside a positive duration, both named so."""
    event = any(
        set(words(name)) & _EVENT and column.profile.role == "boolean"
        for name, column in columns.items()
    )
    return event and any(
        set(words(name)) & _DURATION and _within(column, 0, np.inf)
        for name, column in columns.items()
    )


def _spatial(columns: Mapping[str, Column]) -> bool:
    """Latitude and longitude columns within their ranges."""
    latitude = any(
        words(name)[-1:] in (["lat"], ["latitude"]) and _within(column, -90, 90)
        for name, column in columns.items()
    )
    return latitude and any(
        words(name)[-1:] in (["lon"], ["long"], ["lng"], ["longitude"])
        and _within(column, -180, 360)
        for name, column in columns.items()
    )

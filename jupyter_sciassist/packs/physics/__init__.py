"""Particle physics: events with four-vectors, their invariant mass and resonances in it."""

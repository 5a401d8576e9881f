"""What several analyses share: effect sizes with intervals, multiplicity, assumptions, series, adjustment."""

"""Values at places on the Earth: how many independent pairs two smooth fields are worth.

Every function needs only NumPy, so that a cell can carry its source.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def distance_classes(latitude: Floats, longitude: Floats, classes: int = 20) -> NDArray[np.int64]:
    """Class of the distance of each pair of places, shape (n, n): 0 the place itself, then from near to far.

    Chords of the unit sphere; the classes are equally wide up to half of the largest distance and the
    rest is one class, since few and only marginal pairs are so far apart.
    """
    lat, lon = np.radians(latitude), np.radians(longitude)
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1)
    apart = np.sqrt(np.maximum(2 - 2 * points @ points.T, 0))
    found = 1 + np.minimum(apart / max(apart.max() / 2, 1e-12) * classes, classes).astype(int)
    np.fill_diagonal(found, 0)
    return np.asarray(found, dtype=np.int64)


def likeness(values: Floats, classes: NDArray[np.int64]) -> Floats:
    """Correlation of values whose places are a class of distance apart, shape (classes,); 1 for class 0."""
    z = (values - values.mean()) / max(values.std(), 1e-300)
    counts = np.bincount(classes.ravel())
    sums = np.bincount(classes.ravel(), weights=np.outer(z, z).ravel())
    found = sums / np.maximum(counts, 1)
    found[0] = 1.0
    return np.asarray(found)


def spatial_rows(first: Floats, second: Floats, classes: NDArray[np.int64], rows: int) -> float:
    """How many independent pairs two fields are worth, between 3 and `rows`.

    1 + 1 / variance of the correlation, that variance from the likeness of both by distance: Clifford,
    Richardson and Hemon, Biometrics 45 (1989) 123, with the centring of Dutilleul, Biometrics 49
    (1993) 305. From a sample of the rows, the pairs of a place with itself weighed as among all.

    Parameters
    ----------
    first, second : ndarray, shape (m,)
        Values at the places of a sample.
    classes : ndarray of int, shape (m, m)
    rows : int
        Rows of which they are a sample.
    """
    sides = []
    for values in (first, second):
        field = likeness(values, classes)[classes]
        field = field - field.mean(0) - field.mean(1)[:, None] + field.mean()
        sides.append(field)
    m, products = len(first), sides[0] * sides[1]
    own = np.trace(products) / m
    others = (products.sum() - np.trace(products)) / (m * (m - 1))
    scale = np.trace(sides[0]) / m * np.trace(sides[1]) / m
    variance = (own / rows + (1 - 1 / rows) * others) / max(scale, 1e-300)
    return float(min(max(1 + 1 / max(variance, 1 / rows), 3), rows))

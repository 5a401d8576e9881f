import pytest

from jupyter_sciassist.profiles.units import from_name


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("bill_length_mm", "mm"),
        ("body_mass_g", "g"),
        ("sensor_mV", "mV"),
        ("humidity_pct", "%"),
        ("energy [GeV]", "GeV"),
        ("flux [erg]", "erg"),
        ("T (K)", "K"),
        ("speed (m/s)", "m/s"),
        ("density (kg m-3)", "kg m-3"),
        ("room_temp_C", "°C"),
        ("temperature.K", "K"),
        ("area_km2", "km2"),
        ("energy (eV)", "eV"),
        ("income (log)", None),
        ("rate (total)", None),
        ("vitamin_C", None),
        ("option_A", None),
        ("kcal.per.g", None),
        ("mass", None),
        ("mm", None),
        ("gene_t", None),
        ("", None),
    ],
)
def test_unit_of_a_name(name: str, unit: str | None) -> None:
    assert from_name(name) == unit

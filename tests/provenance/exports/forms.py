"""Every export by name, as functions of a reading."""

from collections.abc import Callable, Mapping

from jupyter_sciassist.provenance.exports.agent_trace import agent_trace
from jupyter_sciassist.provenance.exports.crate import Stated
from jupyter_sciassist.provenance.exports.disclosure import STYLES, disclosure
from jupyter_sciassist.provenance.exports.page import page
from jupyter_sciassist.provenance.exports.prov import prov_json, prov_n
from jupyter_sciassist.provenance.exports.reading import Reading
from jupyter_sciassist.provenance.exports.rocrate import crate
from jupyter_sciassist.provenance.exports.table import table

STATED = Stated(
    ("University of Testing", "https://ror.org/02mhbdp94"),
    "https://spdx.org/licenses/CC-BY-4.0.html",
)


def _crate(flavour: str) -> Callable[[Reading], bytes]:
    return lambda log: b"\0".join(
        name.encode() + b"\0" + data for name, data in crate(log, flavour, STATED).items()
    )


FORMS: Mapping[str, Callable[[Reading], bytes]] = {
    "crate 1.1": _crate("1.1"),
    "crate 1.3": _crate("1.3"),
    "prov json": prov_json,
    "prov n": prov_n,
    "agent trace": agent_trace,
    "table": table,
    "page": page,
    **{f"disclosure {one}": lambda log, one=one: disclosure(log, one) for one in STYLES},
}

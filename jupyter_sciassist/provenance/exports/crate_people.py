"""Who stands behind a crate, as far as a log knows.

RO-Crate recommends an author, a publisher, a licence and, from 1.2 on, an ORCID for each person. A
log holds who decided, and none of these. What is not known is said to be so, never made up.
"""

from __future__ import annotations

import hashlib
from typing import Any

from .crate import ORCID, Crate, Entity, ref
from .reading import REDACTED
from .showing import visible

# rightsstatements.org: "The copyright and reuse status of this Item has not been evaluated."
_RIGHTS = "http://rightsstatements.org/vocab/CNE/1.0/"
# The nil value of OGC for what is "not known to and not computable by the sender".
_UNKNOWN = "http://www.opengis.net/def/nil/OGC/0/unknown"


def person(made: Crate, who: str) -> Any:
    """Who decided or wrote: a reference, or in 1.3 a bare name where there is no ORCID.

    Those whose names were removed are one person, those never named another.
    """
    name = {REDACTED: "Name removed from the record", "": "Not named in the record"}.get(
        who, visible(who)
    )
    if ORCID.fullmatch(who):
        return ref(made.add(who, "Person", name=name))
    if made.flavour == "1.3":
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:12]
    return ref(made.add(f"#person-{mark}", "Person", name=name))


def responsibility(made: Crate) -> dict[str, Any]:
    """Author, publisher and licence of the crate's root, those unknown said to be so."""
    return {**_publication(made), "license": ref(_licence(made))}


def _licence(made: Crate) -> Entity:
    if made.stated.licence is not None:
        about = "As stated by whoever made this crate."
        return made.add(
            made.stated.licence, "CreativeWork", name=made.stated.licence, description=about
        )
    return made.add(
        _RIGHTS,
        "CreativeWork",
        name="Copyright not evaluated",
        description="The log states no licence. Whoever publishes this crate has to state one.",
    )


def _publication(made: Crate) -> dict[str, Any]:
    stated = made.stated.publisher
    if stated is None:
        who = _unknown(made)
    else:
        name, address = stated
        kind = "Person" if ORCID.fullmatch(address) else "Organization"
        who = made.add(address, kind, name=name, url=address)
    if made.flavour == "1.3":
        contact = made.add("#contact", "ContactPoint", name="Contact", url=who["url"])
        who["contactPoint"] = ref(contact)
        return {"publisher": ref(who)}
    if who["@type"] == "Person":
        # Process Run Crate is of 1.1, which wants an organization as publisher.
        who["affiliation"] = ref(_unknown(made))
        return {"author": ref(who), "publisher": ref(_unknown(made))}
    return {"author": ref(who), "publisher": ref(who)}


def _unknown(made: Crate) -> Entity:
    return made.add(
        "#not-on-record",
        "Organization",
        name="Not on record",
        description="The log names no organization. Whoever publishes this crate has to.",
        url=_UNKNOWN,
    )

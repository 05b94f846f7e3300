from .notices import Notice
from .organisations import Area, Organisation, OrganisationArea
from .people import Membership, Role, User
from .record import Provenance, Record, RefCounter, controlled, tracked

__all__ = [
    "Area",
    "Membership",
    "Notice",
    "Organisation",
    "OrganisationArea",
    "Provenance",
    "Record",
    "RefCounter",
    "Role",
    "User",
    "controlled",
    "tracked",
]

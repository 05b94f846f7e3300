from .organisations import Area, Organisation, OrganisationArea
from .people import Membership, Role, User
from .record import Provenance, Record, RefCounter, tracked

__all__ = ["Area", "Membership", "Organisation", "OrganisationArea", "Provenance", "Record", "RefCounter", "Role", "User", "tracked"]

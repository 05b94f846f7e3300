"""That something of an owner's estate changed, so that figures kept by owner are known to be out of date."""

from typing import Any

import pgtrigger
from django.db import models

# A token that never comes again is added by each statement and for each owner whose sites it touched. Rows are only
# added, so that no writer waits for another; and a token says more than a number, which a later commit could overtake.
_TELL = """
        INSERT INTO estates_ownerchange (organisation_id, token)
        SELECT organisation_id, hashtextextended(gen_random_uuid()::text, 0) FROM ({owners}) touched;
        RETURN NULL;
"""
# A site whose identifier is in dispute counts among its owner's findings by what becomes of the other sites.
_RIVALS = """
    UNION SELECT site.organisation_id
      FROM estates_identifier disputed
      JOIN estates_identifier claim ON claim.scheme = disputed.scheme AND claim.value = disputed.value
      JOIN estates_identifier rival ON rival.scheme = disputed.scheme AND rival.value = disputed.value
      JOIN estates_site site ON site.id = rival.site_id
     WHERE disputed.contested AND claim.site_id IN (SELECT id FROM ({changed}) changed)
"""
_CLAIMS = """
    UNION SELECT site.organisation_id
      FROM ({changed}) changed JOIN estates_identifier rival ON rival.scheme = changed.scheme AND rival.value = changed.value AND rival.contested
      JOIN estates_identifier other ON other.scheme = rival.scheme AND other.value = rival.value JOIN estates_site site ON site.id = other.site_id
"""


def _tells(owners: str) -> tuple[pgtrigger.Trigger, ...]:
    """Triggers after each statement that writes; `{changed}` in `owners` are the rows before and after."""

    def told(name: str, operation: Any, **referencing: str) -> pgtrigger.Trigger:
        changed = " UNION ALL ".join(f"SELECT * FROM {rows}" for rows in referencing.values())  # noqa: S608  # names are this file's own
        return pgtrigger.Trigger(
            name=f"told_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**referencing),
            func=_TELL.format(owners=owners.format(changed=changed)),
        )

    return (
        told("insert", pgtrigger.Insert, new="came"),
        told("update", pgtrigger.Update, old="was", new="came"),
        told("delete", pgtrigger.Delete, old="was"),
    )


OWNERS_OF_SITES = _tells("SELECT organisation_id FROM ({changed}) changed" + _RIVALS)  # noqa: S608
_OF_SITE = "SELECT DISTINCT site.organisation_id FROM ({changed}) changed JOIN estates_site site ON site.id = changed.site_id"
OWNERS_OF_PARTS = _tells(_OF_SITE)
OWNERS_OF_IDENTIFIERS = _tells(_OF_SITE + _CLAIMS)


class OwnerChange(models.Model):
    """A mark that an owner's sites, or what hangs on them, changed. The triggers of those tables write it, whoever writes them.

    The tokens of an owner, XORed, are the state of its estate: no two states have the same. A working paper without
    history; a task replaces many marks by one. The owner is no foreign key, for a mark keeps nobody from being deleted.
    """

    organisation_id = models.UUIDField()
    token = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id"], include=["token"], name="estates_ownerchange_state")]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.organisation_id}"

"""What people say about the quality of what the register holds: it is still so, or it is odd and right all the same."""

import pgtrigger
from django.db import models

from devo_portal.core.models import Record, User, tracked

from ..rules.quality import BY_CODE
from .changes import OWNERS_OF_PARTS
from .sites import OfSite


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class QualityWaiver(OfSite, Record):
    """A finding that is right as it stands, and why. It holds for the values that it was given for, and no others.

    `value` is what the rule compared, as text. Once the site compares otherwise the finding counts again.
    """

    REF_PREFIX = "QWV"

    rule = models.CharField("finding", max_length=32, help_text="The code of a rule of `rules/quality.py`.")
    value = models.TextField("given for the values", editable=False)
    why = models.TextField("why it is right as it stands", max_length=2000)
    evidence = models.CharField("where the evidence is", max_length=500, blank=True, help_text="Such as: lease of 4 May 2010, clause 2.")
    until = models.DateField("until", null=True, blank=True, help_text="The last day. Leave empty where there is none.")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="quality_waivers", editable=False)

    class Meta:
        ordering = ["site", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "rule"],
                name="estates_qualitywaiver_once",
                violation_error_message="This finding has been waived already.",
                violation_error_code="finding-waived",
            )
        ]

    def __str__(self) -> str:
        return f"{BY_CODE[self.rule].title if self.rule in BY_CODE else self.rule}: {self.site}"


@pgtrigger.register(*OWNERS_OF_PARTS)
@tracked()
class SiteConfirmation(OfSite, Record):
    """Somebody looked at a site on a day and found that what the register says of it is still so. It lasts a year."""

    REF_PREFIX = "CNF"

    confirmed_on = models.DateField("confirmed on")
    note = models.CharField(max_length=500, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="site_confirmations", editable=False)

    class Meta:
        ordering = ["-confirmed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "confirmed_on"],
                name="estates_siteconfirmation_once_a_day",
                violation_error_message="This site has been confirmed today already.",
                violation_error_code="confirmed-today",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.confirmed_on}"

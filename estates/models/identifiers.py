"""What others call a site: numbers and codes by scheme."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from ..rules import identifiers
from .changes import OWNERS_OF_IDENTIFIERS
from .sites import OfSite


@pgtrigger.register(*OWNERS_OF_IDENTIFIERS)
@tracked()
class Identifier(OfSite, Provenance, Record):
    """A claim that a value of a scheme names a site. Two sites that claim one value are a conflict, settled by withdrawing a claim.

    `contested` says that the claim was made while another stood: of the claims that were not, the database lets one
    through. Whether there is a conflict today is asked of the claims that the reader may see, so no answer holds it.
    """

    class Scheme(models.TextChoices):
        UPRN = identifiers.UPRN, "Unique property reference number (UPRN)"
        TITLE = identifiers.TITLE, "Land Registry title number"
        ODS_SITE = identifiers.ODS_SITE, "ODS site code"
        EPIMS = identifiers.EPIMS, "e-PIMS property reference"
        OWN = identifiers.OWN, "Organisation’s own reference"

    REF_PREFIX = "IDN"

    scheme = models.CharField(max_length=14, choices=Scheme)
    value = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="site_references",
        verbose_name="whose reference",
        help_text="Only for an organisation’s own reference.",
    )
    contested = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        ordering = ["scheme", "value", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation", "value"],
                condition=Q(contested=False),
                nulls_distinct=False,
                name="estates_identifier_used",
                violation_error_message="Another site has this identifier.",
                violation_error_code="identifier-used",
            ),
            models.UniqueConstraint(
                fields=["site", "scheme", "organisation", "value"],
                nulls_distinct=False,
                name="estates_identifier_once_a_site",
                violation_error_message="The site has this identifier already.",
                violation_error_code="identifier-known",
            ),
            models.CheckConstraint(
                condition=Q(scheme=identifiers.OWN, organisation__isnull=False) | (~Q(scheme=identifiers.OWN) & Q(organisation=None)),
                name="estates_identifier_organisation_of_own",
                violation_error_message="An own reference is some organisation’s; other identifiers are nobody’s own.",
            ),
        ]
        indexes = [
            models.Index(fields=["value"], name="estates_identifier_value"),
            models.Index(fields=["scheme", "value"], name="estates_identifier_contested", condition=Q(contested=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def clean_fields(self, exclude: object = None) -> None:
        """The value as its scheme writes it, before anything is compared with it."""
        if self.scheme in identifiers.SCHEMES and self.value:
            try:
                self.value = identifiers.read(self.scheme, self.value)
            except ValueError as error:
                raise ValidationError({"value": str(error)}) from None
        super().clean_fields(exclude)  # type: ignore[arg-type]  # as Django calls it

"""Sites: the places that public bodies report as parts of their estate."""

import uuid
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper

from devo_portal.core.models import Area, Organisation, Provenance, Record, tracked

from ..rules.grid import PLACES
from ..rules.identifiers import LONGEST_CODE
from ..rules.outlines import box_of, inside, read_outline
from .changes import OWNERS_OF_SITES
from .left import INTO_ONE_THAT_STAYS, LEFT_RULES
from .places import COUNT_CELLS, PLACE_RULES, Placed, site_extent


class OfSite(models.Model):
    """A record of something about a site. Who may change the site may change it."""

    site = models.ForeignKey("estates.Site", on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> uuid.UUID:
        return self.site.organisation_id


@pgtrigger.register(*COUNT_CELLS, *OWNERS_OF_SITES, INTO_ONE_THAT_STAYS)
@tracked(indexes=(models.Index(fields=["pgh_context"], name="estates_siteevent_act"),))  # what one act wrote, found among the many
class Site(Placed, Provenance, Record):
    """A place that a public body reports as part of its estate.

    The key is (organisation, code): site codes are not unique, for every trust has an aggregate row coded AGGRE.
    """

    class Type(models.TextChoices):
        GENERAL_ACUTE = "general_acute", "General acute hospital"
        SPECIALIST = "specialist", "Specialist hospital (acute only)"
        MIXED = "mixed", "Mixed service hospital"
        MENTAL_HEALTH = "mental_health", "Mental health (including specialist services)"
        LEARNING_DISABILITIES = "learning_disabilities", "Learning disabilities"
        MH_AND_LD = "mh_and_ld", "Mental health and learning disabilities"
        COMMUNITY = "community", "Community hospital (with inpatient beds)"
        OTHER_INPATIENT = "other_inpatient", "Other inpatient"
        NON_INPATIENT = "non_inpatient", "Non inpatient"
        SUPPORT = "support", "Support facilities"
        AGGREGATE = "aggregate", "Aggregate of small sites"
        UNKNOWN = "unknown", "Not known"

    REF_PREFIX = "SIT"
    OWNER = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites", verbose_name="reported by", db_index=False)
    code = models.CharField(
        "site code",
        max_length=LONGEST_CODE,
        help_text="The ODS code of the site, or its owner's reference for it; AGGRE for a trust's small sites taken together.",
    )
    name = models.CharField(max_length=200)
    type = models.CharField("site type", max_length=22, choices=Type, default=Type.UNKNOWN)
    postcode = models.CharField(
        max_length=8, blank=True, validators=[RegexValidator(r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$", "Enter a full postcode, such as N15 3TH.")]
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="sites", verbose_name="borough", db_index=False)
    address = models.TextField(blank=True, default="", db_default="", help_text="Without the postcode.")
    sensitive = models.BooleanField(
        default=False, db_default=False, help_text="Shown only to programme officers and to editors of the organisation that reports it."
    )
    # A merge leads straight to the site that stays: those merged before into the one that goes follow it (`models/left.py`).
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="parts")
    removed_on = models.DateField("removed", null=True, blank=True, editable=False, help_text="When it left the register.")
    # The return that lists and totals show: the latest year's. Kept by the import.
    current_return = models.OneToOneField("EstateReturn", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="estates_site_name"),
            models.Index(fields=["organisation", "name", "id"], name="estates_site_by_owner"),
            # The other orders of the list; its reference has one already.
            models.Index(fields=["code", "id"], name="estates_site_by_code"),
            models.Index(fields=["type", "id"], name="estates_site_by_type"),
            models.Index(fields=["postcode", "id"], name="estates_site_by_postcode"),
            models.Index(fields=["updated_at", "id"], name="estates_site_by_updated"),
            models.Index(fields=["organisation", "id"], name="estates_site_by_organisation"),  # in place of the foreign keys' own
            models.Index(fields=["area", "id"], name="estates_site_by_area"),
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="estates_site_name_trgm"),
            GinIndex(OpClass(Upper("code"), "gin_trgm_ops"), name="estates_site_code_trgm"),
            GistIndex(site_extent(), name="estates_site_extent", condition=models.Q(longitude__isnull=False)),
            models.Index(fields=["longitude", "latitude"], name="estates_site_point"),
            models.Index(fields=["organisation"], name="estates_site_sensitive", condition=models.Q(sensitive=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="estates_site_code_once", violation_error_message="This organisation has a site with this code."
            ),
            *PLACE_RULES,
            *LEFT_RULES,
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    # --- Where it is -----------------------------------------------------------------------------------------------------
    def clean(self) -> None:
        """The point and the outline as they are kept. Raises ValidationError; `point-outside-outline` is a rule."""
        super().clean()
        point: Any = (self.latitude, self.longitude)
        if None not in point:
            self.latitude, self.longitude = point = tuple(round(each, PLACES) for each in point)
        if self.outline is None:
            self.outline_box = None
            return
        try:
            self.outline = read_outline(self.outline)
        except ValidationError as error:
            raise ValidationError({"outline": error.messages}) from None
        self.outline_box = box_of(self.outline)
        if None not in point and not inside(self.outline, *point):
            said = "The point is not in the site’s own outline. Move one of the two, or leave the point empty: it is then put inside."
            raise ValidationError({"outline": ValidationError(said, code="point-outside-outline")})

"""The bodies of the programme and the places that it serves."""

from django.db import models
from django.db.models import Q

from .record import Provenance, Record, tracked


@tracked()
class Area(Provenance, Record):
    """A place: London, its five sub-regions, its 33 local authorities."""

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        SUB_REGION = "sub_region", "Sub-region"
        AUTHORITY = "authority", "Local authority"

    REF_PREFIX = "ARE"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    gss_code = models.CharField("GSS code", max_length=9, blank=True, help_text="The Office for National Statistics code, such as E09000014.")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="part of")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gss_code"],
                condition=~Q(gss_code=""),
                name="core_area_gss_code_once",
                violation_error_message="Another area has this GSS code.",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"], name="core_area_name_once", violation_error_message="An area of this kind has this name already."
            ),
            models.CheckConstraint(
                condition=Q(kind="region", parent=None) | (~Q(kind="region") & Q(parent__isnull=False)),
                name="core_area_parent_fits_kind",
                violation_error_message="A region stands alone; a sub-region or local authority is part of another area.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Organisation(Provenance, Record):
    """A body that takes part: a borough, a clinical commissioning group, a trust, a national body."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "Local authority"
        CCG = "ccg", "Clinical commissioning group"
        STP = "stp", "Sustainability and transformation partnership"
        TRUST = "trust", "NHS trust or foundation trust"
        NATIONAL = "national", "National body"
        LONDON = "london", "London-wide body"

    REF_PREFIX = "ORG"
    OWNER = "id"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    ods_code = models.CharField("ODS code", max_length=10, blank=True, help_text="The NHS Organisation Data Service code, such as RF4.")
    gss_code = models.CharField("GSS code", max_length=9, blank=True, help_text="The Office for National Statistics code, such as E09000014.")
    areas = models.ManyToManyField(Area, through="OrganisationArea", related_name="organisations")
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="members", help_text="The partnership that it belongs to."
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="core_organisation_name_once", violation_error_message="An organisation has this name already."
            ),
            models.UniqueConstraint(
                fields=["ods_code"],
                condition=~Q(ods_code=""),
                name="core_organisation_ods_code_once",
                violation_error_message="Another organisation has this ODS code.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked()
class OrganisationArea(models.Model):
    """An area that an organisation serves."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="area_links")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisation_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area"], name="core_organisationarea_once", violation_error_message="This area is named twice."
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} serves {self.area}"

"""Pooled budgets under section 75 of the NHS Act 2006: who puts in what, who bears what, and how the year goes."""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked
from governance.models import Function

from ..rules import budgets as rules
from .pilots import Pilot


@tracked()
class PooledBudget(Provenance, Record):
    """The money that partners of a pilot hold together in one financial year."""

    class Rule(models.TextChoices):
        BY_CONTRIBUTION = rules.BY_CONTRIBUTION, "By contribution"
        EQUAL = rules.EQUAL, "In equal parts"
        FIXED = rules.FIXED, "By fixed shares"

    REF_PREFIX = "PBU"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="budgets")
    name = models.CharField(max_length=160, help_text="The same name from year to year shows the years side by side.")
    year = models.PositiveSmallIntegerField(
        "financial year begins in April of", validators=[MinValueValidator(2000), MaxValueValidator(2099)], help_text="Such as 2017 for 2017-18."
    )
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="budgets_hosted",
        verbose_name="host organisation",
        help_text="The partner that holds the fund for the others.",
    )
    fund_manager = models.CharField("pooled fund manager", max_length=160, blank=True, help_text="The post, not the person's name.")
    rule = models.CharField(
        "how over- and underspend is shared", max_length=16, choices=Rule, default=Rule.BY_CONTRIBUTION, help_text="Among those who pool."
    )
    exclusions = models.TextField("what may not be pooled", blank=True, help_text="One service or function a line, with why.")
    excluded_functions = models.ManyToManyField(Function, through="BudgetExclusion", related_name="budgets_left_out_of", blank=True)
    schedule_text = models.TextField("service schedule", blank=True, help_text="What the pool pays for and how it is run.")
    status_note = models.TextField("where it stands", blank=True)

    class Meta:
        ordering = ["-year", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "name", "year"],
                name="pilots_pooledbudget_once",
                violation_error_message="This pilot has a pooled budget of this name for this year already.",
                violation_error_code="budget-recorded",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099),
                name="pilots_pooledbudget_year",
                violation_error_message="Give the year in which the financial year begins, from 2000 to 2099.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year_label}"

    @property
    def year_label(self) -> str:
        return rules.year_label(self.year)

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The pilot's lead keeps its pilot's budgets."""
        return self.pilot.lead_id


@tracked()
class BudgetExclusion(models.Model):
    """A function that may not go into the pool."""

    budget = models.ForeignKey(PooledBudget, on_delete=models.CASCADE, related_name="exclusion_links")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["budget", "function"], name="pilots_budgetexclusion_once")]

    def __str__(self) -> str:
        return f"{self.budget}: {self.function}"


@tracked()
class BudgetPartner(Provenance, Record):
    """What a partner puts in, pooled or only aligned. Who aligns keeps its own risk, and so has no share of the pool's."""

    class Kind(models.TextChoices):
        POOLED = "pooled", "Pooled"
        ALIGNED = "aligned", "Aligned"

    REF_PREFIX = "BPA"

    budget = models.ForeignKey(PooledBudget, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="budget_parts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.POOLED)
    amount = models.DecimalField("contribution (£)", max_digits=14, decimal_places=2, default=Decimal(0))
    share = models.DecimalField("fixed share (%)", max_digits=7, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["budget", "organisation__name", "-kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "organisation", "kind"],
                name="pilots_budgetpartner_once",
                violation_error_message="This partner stands in this budget already. Change what it puts in.",
                violation_error_code="partner-recorded",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="pilots_budgetpartner_amount", violation_error_message="A contribution cannot be below nothing."
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100, kind="pooled"),
                name="pilots_budgetpartner_share",
                violation_error_message="A share is from 0 to 100 per cent, and only of those who pool.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_kind_display().lower()}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.budget.owner_id


def _pounds(label: str, help_text: str = "") -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True, help_text=help_text)


@tracked()
class BudgetMonth(models.Model):
    """One month of a pooled budget. Empty is not known, which is not nothing."""

    budget = models.ForeignKey(PooledBudget, on_delete=models.PROTECT, related_name="months")
    month = models.CharField(max_length=7, validators=[RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", "Give a month such as 2017-04.")])
    plan = _pounds("plan (£)")
    forecast = _pounds("forecast (£)")
    actual = _pounds("actual (£)")

    class Meta:
        ordering = ["budget", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "month"],
                name="pilots_budgetmonth_once",
                violation_error_message="This month of the budget is recorded already.",
                violation_error_code="month-recorded",
            ),
            models.CheckConstraint(
                condition=Q(month__regex=r"^\d{4}-(0[1-9]|1[0-2])$"),
                name="pilots_budgetmonth_month",
                violation_error_message="Give a month such as 2017-04.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget}: {self.month}"

    def clean(self) -> None:
        if self.month not in rules.months_of(self.budget.year):
            raise ValidationError({"month": f"{self.month} is no month of {self.budget.year_label}."})
        if self.actual is not None and rules.begins(self.month) > timezone.localdate():
            said = f"{rules.begins(self.month):%B %Y} has not begun, so nothing is spent in it yet. Put what you expect into the forecast."
            raise ValidationError({"actual": ValidationError(said, code="actual-in-future")})

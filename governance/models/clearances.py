"""The yes of those who do not sign, and the days set for signing."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .agreements import Agreement


@tracked()
class Clearance(Provenance, Record):
    """A permission to sign, held by somebody who does not sign. A blocking one stands in the way until it is given."""

    class Kind(models.TextChoices):
        MINISTERIAL = "ministerial", "Ministerial"
        TREASURY = "treasury", "Treasury"
        NUMBER_10 = "number_10", "Number 10"
        LEGAL = "legal", "Legal"
        OTHER = "other", "Other"

    class Outcome(models.TextChoices):
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"

    REF_PREFIX = "CLR"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=12, choices=Kind)
    holder = models.CharField(max_length=120, help_text="The office that gives it, such as Number 10.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="clearances_held", verbose_name="holder's organisation"
    )
    contact = models.EmailField("holder's e-mail address", blank=True, help_text="Where a reminder goes.")
    blocking = models.BooleanField(default=True, help_text="Nobody may sign while it is open.")
    asked_on = models.DateField("asked on", null=True, blank=True)
    expected_on = models.DateField("expected by", null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_on = models.DateField("given or refused on", null=True, blank=True)
    note = models.TextField(blank=True, help_text="What the holder said.")
    asks_again = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_again",
        help_text="The refused clearance in whose place this stands.",
    )

    class Meta:
        ordering = ["agreement", "asked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="governance_clearance_outcome_has_date",
                violation_error_message="A clearance that was given or refused needs the day; an open one has none.",
                violation_error_code="clearance-date",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(asked_on__isnull=False, decided_on__gte=F("asked_on")),
                name="governance_clearance_asked_first",
                violation_error_message="A clearance cannot be given or refused before it was asked for.",
                violation_error_code="clearance-not-asked",
            ),
            models.CheckConstraint(
                condition=Q(expected_on=None) | Q(asked_on=None) | Q(expected_on__gte=F("asked_on")),
                name="governance_clearance_expected_after_asked",
                violation_error_message="A clearance cannot be expected before it was asked for.",
                violation_error_code="clearance-date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.get_kind_display()}"

    @property
    def stands_in_the_way(self) -> bool:
        return self.blocking and self.outcome != self.Outcome.GIVEN and not hasattr(self, "asked_again")

    def clean(self) -> None:
        errors = {}
        for name in ("asked_on", "decided_on"):
            if (value := getattr(self, name)) and value > timezone.localdate():
                errors[name] = "This day is in the future."
        if self.asks_again and (self.asks_again.agreement_id != self.agreement_id or self.asks_again.outcome != self.Outcome.REFUSED):
            errors["asks_again"] = "Choose a clearance of this agreement that was refused."
        if errors:
            raise ValidationError(errors)


@tracked()
class SigningEvent(Provenance, Record):
    """A day set for signing: planned, then held or called off."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        CALLED_OFF = "called_off", "Called off"
        HELD = "held", "Held"

    REF_PREFIX = "SEV"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signing_events")
    planned_for = models.DateField("planned for")
    set_on = models.DateField("set on", null=True, blank=True, help_text="The day on which it was planned: before it, nobody knew of it.")
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED, editable=False)
    ended_on = models.DateField("held or called off on", null=True, blank=True, editable=False)
    why = models.TextField("why it was called off", blank=True, editable=False)

    class Meta:
        ordering = ["agreement", "planned_for", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(set_on=None)
                | Q(planned_for__gte=F("set_on"), ended_on=None)
                | Q(planned_for__gte=F("set_on"), ended_on__gte=F("set_on")),
                name="governance_signingevent_set_first",
                violation_error_message="A signing cannot be planned for a day, held or called off before the day on which it was set.",
                violation_error_code="signing-day",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_on=None) | (~Q(status="planned") & Q(ended_on__isnull=False)),
                name="governance_signingevent_ended_has_date",
                violation_error_message="A signing that was held or called off needs the day; a planned one has none.",
            ),
            models.CheckConstraint(
                condition=~Q(status="called_off") | ~Q(why=""),
                name="governance_signingevent_called_off_says_why",
                violation_error_message="Say why the signing was called off.",
                violation_error_code="reason-missing",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(status="planned"),
                name="governance_signingevent_one_planned",
                violation_error_message="A signing is planned already. Call it off, or change its day.",
                violation_error_code="signing-planned-already",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: signing of {self.planned_for}"

    def clean(self) -> None:
        for name in ("set_on", "ended_on"):
            if (value := getattr(self, name)) and value > timezone.localdate():
                raise ValidationError({name: "This day is in the future."})

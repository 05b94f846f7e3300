"""Boards, and who sits on them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Membership, Organisation, Provenance, Record, User, controlled, tracked


@controlled("phase")
@tracked()
class Board(Provenance, Record):
    """A board of the programme."""

    REF_PREFIX = "BRD"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField("short name", max_length=20, unique=True)
    purpose = models.TextField(blank=True)
    chaired_by = models.CharField("chaired by", max_length=200, blank=True)
    membership = models.TextField(blank=True, help_text="Who sits on it, as the sources say.")
    formed = PartialDateField(null=True, blank=True)
    phase = models.CharField(max_length=120, blank=True)
    terms_of_reference = models.TextField("terms of reference", blank=True)
    quorum = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many voting members must be there to decide. Leave empty where none is set."
    )
    independent_chair = models.BooleanField(
        "a co-chair must be independent", default=False, help_text="Not a director or employee of a member, nor otherwise affiliated to one."
    )
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reporting", verbose_name="reports to")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Nobody reports to itself by way of others: refused with the whole chain."""
        if not self.reports_to_id:
            return
        with connection.cursor() as cursor:  # two who add a half of a cycle each, at once, are looked at one after the other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('governance.reporting'))")
        superiors, names = dict(Board.objects.values_list("pk", "reports_to_id")), dict(Board.objects.values_list("pk", "name"))
        superiors[self.pk], names[self.pk] = self.reports_to_id, self.name
        chain, superior = [self.pk], self.reports_to_id
        while superior in superiors and superior not in chain:
            chain.append(superior)
            superior = superiors[superior]
        if superior == self.pk:
            said = ", which reports to ".join(f"“{names[each]}”" for each in [*chain, self.pk])
            raise ValidationError({"reports_to": ValidationError(f"A board cannot report to itself: {said}.", code="reporting-cycle")})


def accounts() -> models.QuerySet[User]:
    """Whose account may be that of a seat: people who may sign in and act for an organisation today."""
    return User.objects.filter(is_active=True, is_client=False, pk__in=Membership.objects.current().values("user")).order_by("name", "id")


@tracked()
class BoardMember(Provenance, Record):
    """A seat on a board, held by a post from one date until another, each to the precision that is known."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", "Chair"
        CO_CHAIR = "co_chair", "Co-chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"
        OBSERVER = "observer", "Observer"
        SECRETARY = "secretary", "Secretary"

    CHAIRS = (Capacity.CHAIR, Capacity.CO_CHAIR)
    REF_PREFIX = "SEA"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="board_seats",
        help_text="For which they sit. Leave empty for somebody who sits for none, such as an independent co-chair.",
    )
    post = models.CharField(max_length=200, help_text="Such as: Chief executive.")
    name = models.CharField("who holds it", max_length=200, blank=True, help_text="Only where a source names the person.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="board_seats",
        verbose_name="account",
        help_text="The account of who holds it: it may read the board's restricted papers, and has the meetings in its calendar.",
    )
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.MEMBER)
    votes = models.BooleanField("has a vote", default=True, help_text="Counts towards the quorum.")
    independent = models.BooleanField(default=False, help_text="Of every member of the board.")
    affiliations = models.ManyToManyField(
        Organisation,
        through="BoardMemberAffiliation",
        related_name="+",
        blank=True,
        help_text="Where they are a director or an employee, or are otherwise affiliated, as they declared.",
    )
    joined = PartialDateField(null=True, blank=True, help_text="Such as 16 December 2016, December 2016 or 2016.")
    left = PartialDateField(null=True, blank=True, help_text="When they no longer sat.")

    class Meta:
        ordering = ["board", "capacity", "post", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(independent=True) | Q(organisation=None),
                name="governance_boardmember_independent_sits_for_none",
                violation_error_message="Somebody independent sits for no organisation.",
                violation_error_code="independent-of-members",
            )
        ]

    def __str__(self) -> str:
        said = f"{self.post}, {self.organisation}" if self.organisation else self.post
        return f"{self.name} ({said})" if self.name else said

    def clean(self) -> None:
        if self.joined and self.left and self.left.last < self.joined.first:
            raise ValidationError({"left": "Nobody leaves before they joined."})


@tracked()
class BoardMemberAffiliation(models.Model):
    member = models.ForeignKey(BoardMember, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "organisation"], name="governance_boardmemberaffiliation_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.organisation}"

"""Who may sign in, and for which organisations they act."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .organisations import Organisation
from .record import Provenance, Record, tracked


class Role(models.TextChoices):
    """What a membership lets a person do; `policy.ROLES` says it in permissions."""

    READER = "reader", "Reader"
    PARTNER_EDITOR = "partner_editor", "Partner editor"
    OFFICER = "officer", "Programme officer"
    SECRETARY = "secretary", "Board secretary"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@tracked(exclude=("password",))
class User(Record, AbstractBaseUser):
    """A person who signs in by e-mail address, or a partner's program that calls the API."""

    REF_PREFIX = "PER"

    last_login = None  # a write at every sign-in, which nobody reads
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, help_text="The post, such as Programme officer, or the person's name.")
    is_active = models.BooleanField("may sign in", default=True)
    is_client = models.BooleanField("is a program", default=False, help_text="A partner's program, which calls the API and cannot sign in.")

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["email"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Asked for once a request; policy reads it."""
        return list(self.memberships.current().select_related("organisation")) if self.is_active else []

    @property
    def is_staff(self) -> bool:
        """Django admin's word for those who may open it."""
        from devo_portal.core.policy import Permission, can

        return can(self, Permission.ADMIN_USE)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))


@tracked()
class Membership(Provenance, Record):
    """A person acts for an organisation, in a role, from a day and perhaps to a day."""

    REF_PREFIX = "MEM"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="person")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    starts_on = models.DateField("from", default=timezone.localdate)
    ends_on = models.DateField("to", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "organisation", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on=None),
                name="core_membership_once",
                violation_error_message="This person has this role there already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="core_membership_ends_after_start",
                violation_error_message="A membership cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

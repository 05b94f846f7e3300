"""Pages that change what belongs to a pilot."""

from typing import Any
from uuid import UUID

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage
from devo_portal.core.policy import ALL, Permission, reach


class OfPilot(FormPage):
    may = Permission.PILOT_EDIT

    def narrow(self, form: RecordForm) -> None:
        """Offered are the pilots that one may change."""
        fields: Any = form.fields
        reached = reach(self.request.user, self.may)
        if reached != ALL and "pilot" in fields:
            fields["pilot"].queryset = fields["pilot"].queryset.filter(lead__in=reached)

    def pilot_asked(self) -> str | None:
        """The id of the pilot from whose page a new record is begun; None where it is none."""
        asked = self.request.GET.get("pilot", "")
        try:
            return str(UUID(asked))
        except ValueError:
            return None

    def back(self) -> str:
        """From a new record to the list, of the pilot alone where one came from it."""
        pilot = self.request.GET.get("pilot") if self.record is None else None
        return super().back() + (f"?pilot={pilot}" if pilot else "")

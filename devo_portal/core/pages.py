"""Page plumbing: show an answer, or put a form to a service. No rule lives here."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View

from .dates import PartialDate
from .forms import RecordForm
from .history import history, links_at, state_at
from .policy import ALL, Permission, reach, require
from .reads import ReadModel
from .writes import Refused, Stale

# The six places, and the rooms of each: a name and an address. A room without a name is reached from its neighbours.
PLACES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Programme", (("", "/"),)),
    (
        "Pilots",
        (
            ("Pilots", "/pilots/"),
            ("Portfolio", "/portfolio/"),
            ("", "/pilot-links/"),
            ("Propositions", "/propositions/"),
            ("Ladder", "/ladder/"),
            ("Pooled budgets", "/budgets/"),
            ("Claims", "/claims/"),
            ("Benefits", "/benefits/"),
            ("", "/benefit-readings/"),
            ("Risks and issues", "/risks/"),
            ("Assumptions", "/assumptions/"),
            ("Quarterly returns", "/returns/"),
            ("Dependencies", "/pilot-dependencies/"),
            ("", "/business-cases/"),
            ("", "/pilot-roles/"),
        ),
    ),
    (
        "Agreement",
        (
            ("Agreements", "/agreements/"),
            ("", "/agreement-versions/"),
            ("", "/clauses/"),
            ("Signatures", "/signatures/"),
            ("", "/signature-groups/"),
            ("", "/mandates/"),
            ("Clearances", "/clearances/"),
            ("Signing events", "/signing-events/"),
            ("Commitments", "/commitments/"),
            ("Conditions", "/conditions/"),
            ("No harm", "/assessments/"),
            ("Principles", "/principles/"),
            ("", "/principle-links/"),
            ("Coverage", "/coverage/"),
            ("Functions", "/functions/"),
            ("Opt-ins", "/opt-ins/"),
            ("Joint arrangements", "/joint-arrangements/"),
            ("Milestones", "/milestones/"),
            ("Schedule", "/schedule/"),
            ("Timeline", "/timeline/"),
            ("", "/dependencies/"),
            ("", "/statutory-windows/"),
            ("Baselines", "/baselines/"),
            ("", "/bank-holidays/"),
            ("Evidence", "/evidence/"),
        ),
    ),
    (
        "Estates",
        (("Register", "/estates/"), ("Dashboard", "/estates/dashboard/"), ("", "/estates/organisations/"), ("", "/sites/"), ("", "/imports/")),
    ),
    (
        "Boards",
        (
            ("Boards", "/boards/"),
            ("Meetings", "/meetings/"),
            ("", "/agenda-items/"),
            ("", "/papers/"),
            ("", "/interests/"),
            ("", "/minutes/"),
            ("", "/board-members/"),
            ("", "/meeting-series/"),
            ("Workforce", "/workforce/"),
            ("Actions", "/actions/"),
            ("Decisions", "/decisions/"),
            ("", "/decision-effects/"),
            ("Delegations", "/delegations/"),
        ),
    ),
    ("Partners", (("Organisations", "/organisations/"), ("Areas", "/areas/"), ("", "/partners/"))),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows: the six places, the rooms of the one we are in, who is signed in, the time of the figures."""
    user: Any = getattr(request, "user", None)
    places = []
    for name, rooms in PLACES:
        first = rooms[0][1]
        within = [url for _, url in rooms if request.path == url or (url != "/" and request.path.startswith(url))]
        nearest = max(within, key=len, default="")  # /estates/dashboard/ is not the register, though its address lies beneath
        named = [{"name": room, "url": url, "here": url == nearest} for room, url in rooms if room]
        places.append({"name": name, "url": first, "here": bool(within), "rooms": named})
    acts_for = user.current_memberships if user is not None and user.is_authenticated else []
    return {"places": places, "acts_for": acts_for, "as_at": timezone.now()}


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> TemplateResponse:
    return TemplateResponse(request, template, dict(context), status=status)


def as_initial(value: Any) -> Any:
    """A value of an answer as a form field starts with it."""
    if isinstance(value, PartialDate):
        return PartialDate.kept(value.date).text  # not the words of its source, which a date field cannot read
    if isinstance(value, Mapping):
        return value.get("id")
    if isinstance(value, list):
        return [as_initial(each) for each in value]
    return value


class FormPage(View):
    """GET shows the form over the answer; POST hands the cleaned data to one service.

    What was typed is never lost: a refusal shows it again with what is wrong; when somebody else saved first, both
    versions stand side by side and the editor chooses field by field.
    """

    may: ClassVar[Permission]
    form_class: ClassVar[type[RecordForm]]
    read: ClassVar[ReadModel | None] = None  # the record that is edited; None where one is created
    template_name = "form.html"
    title = ""
    owner: ClassVar[str] = ""  # the field that names the organisation whose people may edit the record
    button = "Save"
    done = "Saved"
    service: ClassVar[Callable[..., Any]]  # what takes the cleaned data: `staticmethod(services.update_pilot)`
    goes_to: ClassVar[str] = ""  # the name of the record's own page
    told: ClassVar[str] = "may_edit"  # what the record's answer says of whether its reader may

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.record = self.read.one(request.user, kwargs["pk"]) if self.read else None
        if self.record and not self.record.get(self.told, True):
            raise PermissionDenied("You may change only the records of the organisations that you act for.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(initial=self.initial()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        data = self.settled(request.POST)
        form = self.form(data=data, files=request.FILES or None)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            where = self.submit(self.cleaned(form))
        except Stale as stale:
            return self.conflict(form, data, stale)
        except Refused as refused:
            by_field = {name: [ValidationError(text, code=refused.rule)] for name, text in refused.errors.items()}
            form.refuse(ValidationError(by_field) if by_field else ValidationError(refused.detail, code=refused.rule))
            return self.show(form, 409)
        except (ValidationError, PermissionDenied) as error:
            form.refuse(error if isinstance(error, ValidationError) else ValidationError(str(error)))
            return self.show(form, 422 if isinstance(error, ValidationError) else 403)
        messages.success(request, self.done)
        return redirect(where)

    def submit(self, data: dict[str, Any]) -> str:
        """Call the service; answer where to go next."""
        if self.record is None:
            return reverse(self.goes_to, args=[self.service(by=self.request.user, **data).pk])
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse(self.goes_to, args=[self.kwargs["pk"]])

    # --- the form --------------------------------------------------------------------------------------------------
    def form(self, **kwargs: Any) -> RecordForm:
        form = self.form_class(creating=self.record is None, **kwargs)
        self.narrow(form)
        return form

    def narrow(self, form: RecordForm) -> None:
        """A partner editor is offered only the organisations acted for, as the owner of a record."""
        reached = reach(self.request.user, self.may)
        if self.owner and reached != ALL:
            field: Any = form.fields[self.owner]
            field.queryset = field.queryset.filter(pk__in=reached)
            field.required, field.empty_label = True, None if len(reached) == 1 else field.empty_label

    def initial(self) -> dict[str, Any]:
        if self.record is None:
            return {name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields}
        return {name: as_initial(self.record.get(name)) for name in self.form_class.base_fields if name in self.record}

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        data = dict(form.cleaned_data)
        if self.record is not None and data.get("version") is None:
            data["version"] = 0  # a form without its version is a stale one
        return data

    def show(self, form: RecordForm, status: int = 200) -> HttpResponse:
        return page(
            self.request,
            self.template_name,
            {"form": form, "title": self.title, "button": self.button, "caption": _named(self.record), "back": self.back(), **self.context()},
            status,
        )

    def context(self) -> dict[str, Any]:
        return {}

    def back(self) -> str:
        return self.request.path.rsplit("/", 2)[0] + "/"

    # --- somebody else saved first ---------------------------------------------------------------------------------
    def settled(self, posted: QueryDict) -> QueryDict:
        """What was posted, with the saved value in each field for which the editor chose `theirs`."""
        data = posted.copy()
        if self.record is None:
            return data
        saved = self.form_class(initial=self.initial())
        for name in saved.fields:
            if data.get(f"choose_{name}") == "theirs":
                value = saved[name].value()
                values = value if isinstance(value, list) else [value]
                data.setlist(name, ["" if each is None else str(each) for each in values])
        return data

    def conflict(self, form: RecordForm, data: QueryDict, stale: Stale) -> HttpResponse:
        assert self.read
        self.record = self.read.one(self.request.user, self.kwargs["pk"])
        data["version"] = str(stale.record.version)
        seen = self.seen(stale.record, form.cleaned_data.get("version") or 0)
        if seen is None:
            return self.again(data, stale)
        saved = self.form(initial=self.initial())
        rows = []
        for name, field in form.fields.items():
            if name in ("version", "reason"):
                continue
            theirs, mine = saved[name].value(), form[name].value()
            if _same(field, theirs, form.cleaned_data.get(name)):
                continue
            column = getattr(stale.record._meta.get_field(name), "attname", name) if hasattr(stale.record, name) else name
            untouched = column in seen and _same(field, as_initial(seen[column]), form.cleaned_data.get(name))
            rows.append(
                {
                    "name": name,
                    "label": form[name].label,
                    "theirs": _words(field, theirs),
                    "mine": _words(field, mine),
                    "chosen": "theirs" if untouched else "mine",
                }
            )
        kept = [(name, value) for name in form.fields for value in data.getlist(name)]
        context = {
            "caption": _named(self.record),
            "version": stale.record.version,
            "last": _last_act(stale.record),
            "rows": rows,
            "kept": kept,
            "back": self.back(),
        }
        return page(self.request, "conflict.html", context, 409)

    def seen(self, record: Any, version: int) -> dict[str, Any] | None:
        """What the editor saw, by column. None for a verb: it has no fields of the record to choose between."""
        if not self.form_class._meta.fields:
            return None
        return (state_at(type(record), record.pk, version) or {}) | links_at(type(record), record.pk, version)

    def again(self, data: QueryDict, stale: Stale) -> HttpResponse:
        """A verb has no fields of the record to choose between: it is shown again as typed, over the record as it now is."""
        form, last = self.form(data=data), _last_act(stale.record)
        form.is_valid()
        kept = "What you typed is kept" + ("; choose the file again." if form.is_multipart() else ".")
        form.refuse(
            ValidationError(
                f"{last['by'] or 'Somebody else'} changed this record after you opened it; it is at version {stale.record.version} now. "
                f"Nothing of yours is saved. {kept} Look at the record, then send this again if it still holds."
            )
        )
        return self.show(form, 409)


def _last_act(record: Any) -> dict[str, Any]:
    """Who saved a record last, and when."""
    acts = history(type(record), record.pk, most=1)
    return acts[0] if acts else {"by": None, "at": None}


def _named(record: Mapping[str, Any] | None) -> str:
    """What a record is called at the head of a page."""
    return next((str(record[key]) for key in ("name", "title", "code", "ref") if record.get(key)), "") if record else ""


def _typed(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, list) else value


def _same(field: Any, one: Any, other: Any) -> bool:
    try:
        cleaned = field.clean(_typed(one))
    except ValidationError:
        return False
    if hasattr(cleaned, "model") or hasattr(other, "model"):
        return {each.pk for each in cleaned} == {each.pk for each in other}
    return cleaned == other


def _words(field: Any, value: Any) -> str:
    """A field's value as its reader would say it."""
    values = value if isinstance(value, list) else [value]
    names = {str(code): str(name) for code, name in getattr(field, "choices", ())}
    said = [names.get(str(each), str(each)) for each in values if each not in (None, "")]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(said) or "Empty"

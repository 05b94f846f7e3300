"""Shapes of pooled budgets, and what their writes take in."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Row, Shape, Url, extend_schema_field
from governance.models import Function
from governance.serializers import FunctionBrief

from ..models import BudgetMonth, BudgetPartner, PooledBudget
from ..rules import budgets as rules
from .pilots import PilotBrief


def pounds(help_text: str = "", **kwargs: Any) -> serializers.DecimalField:
    """Money as it is answered: to the penny, or null where it is not known."""
    return serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True, help_text=help_text, **kwargs)


def _percent() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=9, decimal_places=1, allow_null=True, help_text="Of the plan; null where that is nothing.")


class Worked(Part):
    """A field worked out from columns: `of` is called with their values."""

    def __init__(self, of: Callable[..., Any], *columns: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of, self.columns = of, columns

    def paths(self) -> Sequence[str]:
        return self.columns

    def finisher(self, answering: Answering) -> Finish:
        of, places = self.of, [answering.at[column] for column in self.columns]
        return lambda row: of(*(row[place] for place in places))


@extend_schema_field({"type": "string", "description": "Such as 2017-18."})
class YearLabel(Worked):
    pass


@extend_schema_field(pounds())
class Difference(Worked):
    """What is spent, or expected, less the plan: over it where above nothing."""

    def __init__(self, spent: str, plan: str, **kwargs: Any) -> None:
        super().__init__(_less, spent, plan, **kwargs)


@extend_schema_field(_percent())
class InPercent(Worked):
    def __init__(self, spent: str, plan: str, **kwargs: Any) -> None:
        super().__init__(lambda one, other: rules.percent(_less(one, other), other), spent, plan, **kwargs)


def _less(spent: Decimal | None, plan: Decimal | None) -> Decimal | None:
    return None if spent is None or plan is None else spent - plan


class BudgetBrief(Shape):
    url = Url("budgets")
    year_label = YearLabel(rules.year_label, "year")

    class Meta:
        model = PooledBudget
        fields = ("id", "ref", "url", "name", "year", "year_label")


class BudgetSerializer(Shape):
    url = Url("budgets")
    pilot = One(PilotBrief, "pilot")
    year_label = YearLabel(rules.year_label, "year")
    host = One(OrganisationBrief, "host")
    rule_label = Label("rule", PooledBudget.Rule)
    pooled = pounds("What the partners put into the pool.")
    aligned = pounds("What they align with it, each under its own control.")
    plan = pounds("The year's: the twelve months' plans where all have one; else what is pooled and aligned.")
    last_month = serializers.CharField(allow_null=True, help_text="The last month whose actual is known, such as 2017-10.")
    planned_to_date = pounds("In the months whose actual is known; null where one of them has no plan.")
    actual_to_date = pounds("In the same months.")
    variance_to_date = Difference("actual_to_date", "planned_to_date")
    variance_to_date_percent = InPercent("actual_to_date", "planned_to_date")
    outturn = pounds("Each month's actual, else its forecast, else its plan; null where a month has none of them.")
    variance = Difference("outturn", "plan")
    variance_percent = InPercent("outturn", "plan")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = PooledBudget
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "pilot",
            "year",
            "year_label",
            "host",
            "fund_manager",
            "rule",
            "rule_label",
            "pooled",
            "aligned",
            "plan",
            "last_month",
            "planned_to_date",
            "actual_to_date",
            "variance_to_date",
            "variance_to_date_percent",
            "outturn",
            "variance",
            "variance_percent",
            "status_note",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


# --- One budget whole ------------------------------------------------------------------------------------------------------
class BudgetPartnerSerializer(Shape):
    organisation = One(OrganisationBrief, "organisation")
    kind_label = Label("kind", BudgetPartner.Kind)

    class Meta:
        model = BudgetPartner
        fields = ("id", "ref", "organisation", "kind", "kind_label", "amount", "share", "source", "illustrative")


class BudgetMonthSerializer(serializers.Serializer):
    """One of the twelve months, with the sums from April on; a sum is null from the first month on that lacks the figure."""

    month = serializers.CharField(help_text="Such as 2017-04.")
    number = serializers.IntegerField(help_text="1 for April, 12 for March.")
    plan = pounds()
    forecast = pounds()
    actual = pounds()
    plan_so_far = pounds()
    forecast_so_far = pounds("Where a month's actual is known, that stands in the place of its forecast.")
    actual_so_far = pounds()


class SplitRow(serializers.Serializer):
    organisation = OrganisationBrief()
    contribution = pounds()
    weight = serializers.DecimalField(max_digits=7, decimal_places=4, help_text="Its part of the whole in percent, rounded for reading.")
    to_date = pounds("What it bears of the overspend to date; below nothing, what it has of the underspend.")
    outturn = pounds("The same of the year's expected outturn.")


class SplitSerializer(serializers.Serializer):
    """The over- or underspend shared out among those who pool: each column sums to its variance exactly."""

    to_date = pounds()
    outturn = pounds()
    rows = SplitRow(many=True)


@extend_schema_field(BudgetMonthSerializer(many=True))
class Months(Part):
    def paths(self) -> Sequence[str]:
        return ["id", "year"]

    def finisher(self, answering: Answering) -> Finish:
        kept: dict[Any, dict[str, dict[str, Any]]] = {}
        for row in BudgetMonth.objects.filter(budget__in=answering.ids).values():
            kept.setdefault(row["budget_id"], {})[row["month"]] = row
        own, year = answering.at["id"], answering.at["year"]
        return lambda row: twelve_months(row[year], kept.get(row[own], {}))


def twelve_months(year: int, kept: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The months of a year as BudgetMonthSerializer has them, whether kept or not."""
    names = ("plan", "forecast", "actual")
    months = [{"month": month, **{name: kept.get(month, {}).get(name) for name in names}} for month in rules.months_of(year)]
    expected = [{"forecast": each["forecast"] if each["actual"] is None else each["actual"]} for each in months]
    sums = zip(rules.running(months, "plan"), rules.running(expected, "forecast"), rules.running(months, "actual"), strict=True)
    return [
        {"month": each["month"], "number": number, **each, "plan_so_far": plan, "forecast_so_far": forecast, "actual_so_far": actual}
        for number, (each, (plan, forecast, actual)) in enumerate(zip(months, sums, strict=True), 1)
    ]


def _partners_of(answering: Answering) -> dict[Any, list[BudgetPartner]]:
    """The partners of each budget that is answered with."""
    found: dict[Any, list[BudgetPartner]] = {}
    rows = BudgetPartner.objects.filter(budget__in=answering.ids).select_related("organisation").order_by("organisation__name", "-kind")
    for each in rows:
        found.setdefault(each.budget_id, []).append(each)
    return found


@extend_schema_field(BudgetPartnerSerializer(many=True))
class Partners(Part):
    PLAIN = ("id", "ref", "kind", "amount", "share", "source", "illustrative")

    def paths(self) -> Sequence[str]:
        return ["id"]

    def finisher(self, answering: Answering) -> Finish:
        own = answering.at["id"]
        return lambda row: [self._said(each) for each in answering.once(_partners_of).get(row[own], [])]

    def _said(self, partner: BudgetPartner) -> dict[str, Any]:
        plain = {name: getattr(partner, name) for name in self.PLAIN}
        return {**plain, "organisation": _brief(partner.organisation), "kind_label": partner.get_kind_display()}


@extend_schema_field(SplitSerializer(allow_null=True))
class Split(Part):
    """Null where nobody pools, or no share is known."""

    COLUMNS = ("id", "rule", "actual_to_date", "planned_to_date", "outturn", "plan")

    def paths(self) -> Sequence[str]:
        return self.COLUMNS

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[column] for column in self.COLUMNS]

        def shared(row: Row) -> dict[str, Any] | None:
            pk, rule, actual, planned, outturn, plan = (row[place] for place in places)
            pooling = [each for each in answering.once(_partners_of).get(pk, []) if each.kind == BudgetPartner.Kind.POOLED]
            return split_of(rule, pooling, _less(actual, planned), _less(outturn, plan))

        return shared


def split_of(rule: str, pooling: Sequence[BudgetPartner], to_date: Decimal | None, outturn: Decimal | None) -> dict[str, Any] | None:
    """What each partner in the pool bears, as SplitSerializer has it."""
    heavy = rules.weights(rule, [(each.organisation_id, each.amount, each.share) for each in pooling])
    if not heavy:
        return None
    now, then, whole = rules.bears(to_date, heavy), rules.bears(outturn, heavy), sum(heavy.values())
    rows = [
        {
            "organisation": _brief(each.organisation),
            "contribution": each.amount,
            "weight": (heavy[each.organisation_id] * 100 / whole).quantize(Decimal("0.0001")),
            "to_date": now[each.organisation_id] if now else None,
            "outturn": then[each.organisation_id] if then else None,
        }
        for each in pooling
    ]
    return {"to_date": to_date, "outturn": outturn, "rows": rows}


def _brief(organisation: Organisation) -> dict[str, Any]:
    plain = {name: getattr(organisation, name) for name in ("id", "ref", "name", "ods_code", "gss_code")}
    return {**plain, "url": f"/api/v1/organisations/{organisation.pk}/"}


class BudgetYear(serializers.Serializer):
    """The same budget in one year."""

    url = serializers.CharField()
    id = serializers.UUIDField()
    year_label = serializers.CharField()
    contributions = pounds("Pooled and aligned.")


@extend_schema_field(BudgetYear(many=True))
class Years(Worked):
    """From the column `years`: `[{id, year, money}]`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_years, "years", **kwargs)


def _years(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "url": f"/api/v1/budgets/{each['id']}/",
            "id": uuid.UUID(each["id"]),
            "year_label": rules.year_label(each["year"]),
            "contributions": each["money"],
        }
        for each in rows
    ]


class BudgetDetail(BudgetSerializer):
    partners = Partners()
    excluded_functions = Many(FunctionBrief, lambda user: Function.objects.order_by("code"), by="budgets_left_out_of")
    months = Months()
    split = Split()
    years = Years(help_text="This pilot's budgets of the same name, year by year.")

    class Meta(BudgetSerializer.Meta):
        fields = (*BudgetSerializer.Meta.fields, "exclusions", "excluded_functions", "schedule_text", "partners", "months", "split", "years")


class BudgetSummarySerializer(serializers.Serializer):
    """Sums over the budgets that the filter leaves. A variance is of those budgets whose two sides are known."""

    budgets = serializers.IntegerField()
    illustrative = serializers.IntegerField(help_text="Of these, made up.")
    over = serializers.IntegerField(help_text="Of these, over plan to date.")
    plan = pounds()
    planned_to_date = pounds()
    actual_to_date = pounds()
    variance_to_date = pounds()
    variance_to_date_percent = _percent()
    forecast = pounds("The outturn expected, of the budgets that have one.")
    forecast_against = pounds("The plan of these.")
    variance = pounds()
    variance_percent = _percent()


# --- What writes take in ---------------------------------------------------------------------------------------------------
class PartnerInput(serializers.Serializer):
    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())
    kind = serializers.ChoiceField(BudgetPartner.Kind.choices, default=BudgetPartner.Kind.POOLED)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    share = serializers.DecimalField(
        max_digits=7, decimal_places=4, allow_null=True, default=None, help_text="Percent, under the rule of fixed shares."
    )


class BudgetInput(Input):
    excluded_functions = serializers.PrimaryKeyRelatedField(many=True, required=False, queryset=Function.objects.all())
    partners = PartnerInput(many=True, required=False, help_text="Every partner: who is not named is taken out. Left out, they stay as they are.")

    class Meta:
        model = PooledBudget
        fields = (
            "pilot",
            "name",
            "year",
            "host",
            "fund_manager",
            "rule",
            "partners",
            "exclusions",
            "excluded_functions",
            "schedule_text",
            "status_note",
            "source",
            "illustrative",
            "reason",
        )

    def _left_out(self, given: Any) -> dict[str, Any]:
        return super()._left_out({"partners": None, **given})


class MonthInput(serializers.Serializer):
    month = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", help_text="Such as 2017-04.")
    plan = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, required=False)
    forecast = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, required=False)
    actual = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, required=False)


class MonthsInput(serializers.Serializer):
    months = MonthInput(many=True, allow_empty=False, help_text="A figure that is left out stays as it is; null makes it not known.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Needed where a plan or an actual changes.")

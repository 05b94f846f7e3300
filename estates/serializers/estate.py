"""Shapes of the estate dashboard and of one organisation's estate."""

from typing import Any

from rest_framework import serializers

from ..rules.estate import MEASURES


def _amount(**kwargs: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=24, decimal_places=4, allow_null=True, **kwargs)


class Leads(serializers.Serializer):
    page = serializers.CharField(help_text="The page that lists the sites counted.")
    api = serializers.CharField(help_text="The query that lists them.")


class MeasureValue(serializers.Serializer):
    value = _amount(help_text="As reported; null where no site reports it, which is not nought.")
    sites = serializers.IntegerField(help_text="That report it.")
    ratio = _amount(help_text="For each m² of floor, or a percentage of it or of the land; over the sites that report both.")
    ratio_sites = serializers.IntegerField()


class FlagBrief(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class Doubted(Leads):
    value = _amount(help_text="How much of the figure comes from returns whose flags put it in doubt.")
    share = _amount(help_text="The same as a percentage of the figure.")
    sites = serializers.IntegerField()
    flags = FlagBrief(many=True)


class EstateFigure(MeasureValue, Leads):
    key = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    ratio_unit = serializers.CharField(allow_blank=True)
    of = serializers.IntegerField(help_text="Sites that were asked about; `sites` of them report it.")
    doubted = Doubted(allow_null=True)


class Carter(serializers.Serializer):
    """Lord Carter's maximum of floor that is unoccupied or under-used."""

    most = serializers.DecimalField(max_digits=4, decimal_places=1)
    share = _amount()
    stands = serializers.ChoiceField(["over", "within", "unknown"])
    said = serializers.CharField()
    sites = serializers.IntegerField(help_text="That report what it is reckoned from.")


class EstateValues(serializers.Serializer):
    def get_fields(self) -> Any:
        return {measure.key: MeasureValue(help_text=f"{measure.title} ({measure.unit})") for measure in MEASURES}


class EstateRow(Leads):
    id = serializers.UUIDField(allow_null=True, help_text="Of the owner, borough or sub-region; null for a year, or where none is recorded.")
    name = serializers.CharField()
    sites = serializers.IntegerField()
    returned = serializers.IntegerField(help_text="Of these, with a return.")
    flagged = serializers.IntegerField(help_text="Of these, with a flag.")
    values = EstateValues()
    carter = serializers.ChoiceField(["over", "within", "unknown"])


class AskedPair(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class EstateSerializer(serializers.Serializer):
    """Figures from the latest return of each site, or from those of one year; and the same for each row of a breakdown."""

    by = serializers.ChoiceField(["owner", "borough", "sub_region", "year"])
    by_label = serializers.CharField()
    year = serializers.CharField(allow_null=True)
    years = serializers.ListField(child=serializers.CharField(), help_text="That may be asked for.")
    organisations = serializers.IntegerField()
    sites = serializers.IntegerField()
    returned = serializers.IntegerField()
    flagged = serializers.IntegerField()
    standing = serializers.CharField()
    figures = EstateFigure(many=True)
    carter = Carter()
    rows = EstateRow(many=True, help_text="They add up to the figures, except years: a site returns every year.")
    all_sites = Leads()
    flagged_sites = Leads()
    asked = AskedPair(many=True)
    api = serializers.CharField()


class EstateOwnerBrief(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    ods_code = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class Peers(serializers.Serializer):
    how = serializers.ChoiceField(["organisation_type", "site_type", "none"], help_text="By what they are alike.")
    said = serializers.CharField()
    organisations = serializers.IntegerField(help_text="Without this one.")


class Benchmark(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    value = _amount()
    place = serializers.IntegerField(allow_null=True, help_text="Counted from the highest.")
    of = serializers.IntegerField(help_text="That report it, this one among them.")
    peers = serializers.IntegerField(help_text="Whether they report it or not, this one among them.")
    lower = _amount(help_text="The lower quartile; null where too few report it.")
    median = _amount()
    upper = _amount()
    quarter = serializers.ChoiceField(["lowest", "lower", "upper", "highest"], allow_null=True)
    said = serializers.CharField()


class YearReturned(serializers.Serializer):
    year = serializers.CharField()
    returned = serializers.IntegerField(help_text="Sites; 0 in a year without a return.")


class TrendPoint(serializers.Serializer):
    year = serializers.CharField()
    value = _amount(help_text="Null where it was not returned: a gap, not nought.")
    sites = serializers.IntegerField()
    change = _amount(help_text="Against the year before; null where either is a gap.")
    change_percent = _amount()


class TrendLine(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    years = TrendPoint(many=True)


class OwnerEstateSerializer(serializers.Serializer):
    """What one organisation returns about its estate."""

    organisation = EstateOwnerBrief()
    type = serializers.CharField(allow_blank=True, help_text="As its latest return says it.")
    year = serializers.CharField(allow_null=True)
    sites = serializers.IntegerField()
    returned = serializers.IntegerField()
    flagged = serializers.IntegerField()
    standing = serializers.CharField()
    figures = EstateFigure(many=True)
    carter = Carter()
    peers = Peers()
    benchmarks = Benchmark(many=True)
    years = YearReturned(many=True)
    trend = TrendLine(many=True)
    all_sites = Leads()
    flagged_sites = Leads()
    page = serializers.CharField()
    api = serializers.CharField()

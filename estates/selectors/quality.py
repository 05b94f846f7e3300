"""What may be read about the quality of the register: findings, scores, waivers and confirmations."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Case, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.http import Http404
from django.utils import timezone

from devo_portal.core.models import Organisation
from devo_portal.core.policy import ALL, Permission, can, covers, reach, require
from devo_portal.core.reads import ReadModel, check_names, remembered

from ..filters import ConfirmationFilter, WaiverFilter
from ..filters.quality import JUDGED, finding, stale
from ..models import QualityWaiver, Site, SiteConfirmation
from ..rules.quality import BY_CODE, FORMULA, OF_READER, RULES, SEVERITIES, STOPS, due_on, site_score
from ..serializers import QualityWaiverSerializer, SiteConfirmationSerializer
from .kept import by_owner, owner_states
from .sensitive import open_to
from .sites import judged_sites

MOST = 500


def visible_waivers(user: Any) -> QuerySet[QualityWaiver]:
    """Each with what its rule compares today (`value_now`), and whether it holds."""
    require(user, Permission.PROGRAMME_VIEW)
    day, rows = timezone.localdate(), judged_sites(user).order_by()
    now = [When(rule=code, then=Subquery(finding(rows.filter(pk=OuterRef("site_id")), code, day).values("compared")[:1])) for code in BY_CODE]
    given = QualityWaiver.objects.filter(open_to(user)).annotate(
        value_now=Case(*now, output_field=TextField()), in_time=Case(When(Q(until=None) | Q(until__gte=day), then=Value(True)), default=Value(False))
    )
    given = given.annotate(holds=Case(When(value_now=F("value"), in_time=True, then=Value(True)), default=Value(False)))
    # What was waived by somebody who saw a sensitive plot or site is told only to those who see the same.
    return given if reach(user, Permission.SITE_SENSITIVE) == ALL else given.exclude(rule__in=OF_READER, holds=False)


def visible_confirmations(user: Any) -> QuerySet[SiteConfirmation]:
    require(user, Permission.PROGRAMME_VIEW)
    return SiteConfirmation.objects.filter(open_to(user))


waivers = ReadModel("quality-waivers", visible_waivers, WaiverFilter, QualityWaiverSerializer, order=("ref", "until", "updated_at"))
confirmations = ReadModel("site-confirmations", visible_confirmations, ConfirmationFilter, SiteConfirmationSerializer, order=("ref", "confirmed_on"))

# --- findings, in one statement -----------------------------------------------------------------------------------------------


def _found(rows: QuerySet[Site], day: date, codes: list[str] | None = None) -> tuple[str, list[Any]]:
    """SQL of `{site_id, compared, waived, code}`, a row for each finding of these sites, and its parameters."""
    parts, params = [], list[Any]()
    for code in codes or list(BY_CODE):
        sql, given = finding(rows, code, day).order_by().values_list("pk", "compared", "waived").query.sql_with_params()
        parts.append(f"SELECT part.*, %s AS code FROM ({sql}) part (site_id, compared, waived)")  # noqa: S608  # Django's own SQL
        params += [code, *given]
    return " UNION ALL ".join(parts), params


_FIGURES = """
    WITH found AS MATERIALIZED ({found}), site (id, organisation_id, stale, year) AS MATERIALIZED ({sites}),
    rule (code, weight, stops) AS (VALUES {rules}),
    scored AS (
        SELECT site.id, site.organisation_id, site.stale, count(found.code) FILTER (WHERE NOT found.waived) AS findings,
               count(found.code) FILTER (WHERE NOT found.waived AND rule.stops) AS stops, count(found.code) FILTER (WHERE found.waived) AS waived,
               greatest(0, 100 - coalesce(sum(rule.weight) FILTER (WHERE NOT found.waived), 0)) AS score
          FROM site LEFT JOIN found ON found.site_id = site.id LEFT JOIN rule ON rule.code = found.code
         GROUP BY 1, 2, 3
    ),
    broken AS (
        SELECT organisation_id, code, count(*) FILTER (WHERE NOT waived) AS findings, count(*) FILTER (WHERE waived) AS waived
          FROM found JOIN site ON site.id = found.site_id GROUP BY 1, 2
    )
    SELECT organisation_id, count(*), count(*) FILTER (WHERE findings = 0), sum(findings)::int, sum(stops)::int, sum(waived)::int,
           count(*) FILTER (WHERE stale), sum(score)::bigint, (SELECT max(year) FROM site WHERE site.organisation_id = scored.organisation_id),
           (SELECT coalesce(json_object_agg(code, json_build_array(findings, waived)), '{{}}') FROM broken
             WHERE broken.organisation_id = scored.organisation_id)
      FROM scored GROUP BY 1
"""
_ADDED = ("sites", "clear", "findings", "stops", "waived", "stale", "points")


def _figures(user: Any, organisation: str) -> dict[str, Any]:
    """The figures of the sites that this person may see, or of one owner's: its owners and rules beside what they add up to."""
    day = timezone.localdate()
    states = owner_states()
    latest = latest_year_returned(user, states)
    only = {pk: state for pk, state in states.items() if not organisation or str(pk) == organisation}
    parts = by_owner(f"estate_quality {day} {latest} {organisation}", user, lambda owners: _owners(user, day, latest, owners), only)
    totals = {name: sum(part[name] for part in parts.values()) for name in _ADDED}
    rules: dict[str, tuple[int, int]] = {}
    for part in parts.values():
        for code, (findings_of, waived) in part["rules"].items():
            before = rules.get(code, (0, 0))
            rules[code] = (before[0] + findings_of, before[1] + waived)
    names = dict(Organisation.objects.filter(pk__in=parts).values_list("pk", "name"))
    return {
        **{name: total for name, total in totals.items() if name != "points"},
        "score": _mean(totals),
        "latest_year": max((part["year"] for part in parts.values() if part["year"]), default=None),
        "owners": [{**part, "id": str(pk), "name": names.get(pk, ""), "score": _mean(part)} for pk, part in parts.items()],
        "rules": [{"code": code, "findings": counts[0], "waived": counts[1]} for code, counts in rules.items()],
    }


def _mean(part: Mapping[str, Any]) -> Decimal | None:
    """The mean score of its sites."""
    return (Decimal(part["points"]) / part["sites"]).quantize(Decimal("0.1"), ROUND_HALF_UP) if part["sites"] else None


def latest_year_returned(user: Any, states: Mapping[Any, Any]) -> str:
    """The latest year that any trust has returned; empty where there is none."""

    def compute(owners: list[Any]) -> dict[Any, str]:
        rows = Site.objects.filter(open_to(user, ""), organisation__in=owners, organisation__kind=Organisation.Kind.TRUST).order_by()
        return dict(rows.values_list("organisation_id").annotate(latest=Max("current_return__year")).exclude(latest=None))

    return max(by_owner("latest year of trusts", user, compute, states).values(), default="")


def _owners(user: Any, day: date, latest: str, owners: list[Any]) -> dict[Any, dict[str, Any]]:
    """By owner, `_ADDED` of its sites (`points` are the sum of their scores), its latest year, and its findings and waivers by rule;
    one statement."""
    rows: QuerySet[Any] = judged_sites(user, latest).order_by().filter(organisation__in=owners)
    found, params = _found(rows, day)
    fresh = Case(When(stale(day), then=Value(True)), default=Value(False))
    sites = rows.filter(JUDGED).annotate(stale=fresh).values_list("pk", "organisation_id", "stale", "current_return__year")
    sql, given = sites.query.sql_with_params()
    rules = ", ".join(["(%s, %s, %s)"] * len(RULES))
    weights = [each for rule in RULES for each in (rule.code, rule.weight, rule.severity == STOPS)]
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES.format(found=found, sites=sql, rules=rules), [*params, *given, *weights])
        return {owner: dict(zip((*_ADDED, "year", "rules"), figures, strict=True)) for owner, *figures in cursor.fetchall()}


def estate_quality(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Findings, scores and stale sites of the register, or of one owner (`QualityFigures`). Raises ValidationError, Http404."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, {"organisation"})
    asked = _uuid(params, "organisation")
    organisation = _organisation(asked) if asked else None
    held: dict[str, Any] = remembered(f"estate_quality {asked} {timezone.localdate()}", user, lambda: _figures(user, asked))
    counted = {each["code"]: each for each in held["rules"]}
    reached = reach(user, Permission.SITE_EDIT)
    owners = [_owner(each, covers(reached, UUID(each["id"]))) for each in held["owners"]]
    return {
        **held,
        "organisation": organisation,
        "formula": FORMULA,
        "rules": [_rule(rule, counted.get(rule.code, {}), asked) for rule in RULES],
        "owners": sorted(owners, key=lambda each: (not each["yours"], each["score"], each["organisation"]["name"])),
        "may_waive": can(user, Permission.QUALITY_WAIVE),
    }


def quality_rules(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Every rule with its count in the register (`RulesSerializer`)."""
    check_names(params, ())
    answer = estate_quality(user, {})
    return {"formula": FORMULA, "rules": answer["rules"]}


def _rule(rule: Any, counted: Mapping[str, Any], organisation: str) -> dict[str, Any]:
    of = f"&organisation={organisation}" if organisation else ""
    names = ("code", "title", "compares", "severity", "weight", "why", "mend")
    return {
        **{name: getattr(rule, name) for name in names},
        "severity_label": SEVERITIES[rule.severity],
        "findings": counted.get("findings", 0),
        "waived": counted.get("waived", 0),
        "page": f"/estates/?finding={rule.code}{of}",
        "api": f"/api/v1/estate-findings/?rule={rule.code}&waived=false{of}",
        "waived_page": f"/estates/?finding_waived={rule.code}{of}",
    }


def _owner(each: Mapping[str, Any], yours: bool) -> dict[str, Any]:
    names = ("sites", "findings", "stops", "waived", "stale")
    return {
        **{name: each[name] for name in names},
        "organisation": {"id": each["id"], "name": each["name"], "url": f"/api/v1/organisations/{each['id']}/"},
        "score": each["score"],
        "yours": yours,
        "page": f"/estates/quality/{each['id']}/",
        "api": f"/api/v1/estate-quality/?organisation={each['id']}",
    }


def _organisation(pk: str) -> dict[str, Any]:
    name = Organisation.objects.filter(pk=pk).values_list("name", flat=True).first()
    if name is None:
        raise Http404("There is no such record, or you may not see it.")
    return {"id": pk, "name": name, "url": f"/api/v1/organisations/{pk}/"}


def _uuid(params: Mapping[str, Any], name: str) -> str:
    try:
        return str(UUID(params[name])) if params.get(name) else ""
    except ValueError:
        raise ValidationError({name: ["Enter a valid id."]}) from None


# --- the list of findings -----------------------------------------------------------------------------------------------------
_LIST = """
    WITH found AS ({found})
    SELECT site.id, site.name, organisation.id, organisation.name, found.code, found.compared, found.waived, waiver.id, waiver.why
      FROM found JOIN estates_site site ON site.id = found.site_id JOIN core_organisation organisation ON organisation.id = site.organisation_id
      LEFT JOIN estates_qualitywaiver waiver ON waiver.site_id = site.id AND waiver.rule = found.code
     WHERE {where}
     ORDER BY site.name, site.id, found.code LIMIT %s
"""
_COUNT = "WITH found AS ({found}) SELECT count(*) FROM found WHERE {where}"
_ASKED = ("organisation", "site", "rule", "waived", "limit", "cursor", "count")


def findings(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """`{count, next, previous, results}` of findings, by the site's name (`FindingSerializer`). Raises ValidationError."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, _ASKED)
    organisation, site = _uuid(params, "organisation"), _uuid(params, "site")
    rows = judged_sites(user).order_by()
    rows = rows.filter(organisation=UUID(organisation)) if organisation else rows
    rows = rows.filter(pk=site) if site else rows
    codes, where, given = _asked_rules(params), ["true"], list[Any]()
    if params.get("waived") not in (None, "", "true", "false"):
        raise ValidationError({"waived": ["Give true or false."]})
    if params.get("waived"):
        where.append("found.waived" if params["waived"] == "true" else "NOT found.waived")
    found, values = _found(rows, timezone.localdate(), codes)
    count = _count(found, values, where) if params.get("count") == "true" else None
    limit = _limit(params)
    if params.get("cursor"):
        where.append("(site.name, site.id, found.code) > ((SELECT name FROM estates_site WHERE id = %s::uuid), %s::uuid, %s)")
        given = _cursor(str(params["cursor"]), rows)
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(found=found, where=" AND ".join(where)), [*values, *given, limit + 1])
        every = cursor.fetchall()
    reached, sees_all = reach(user, Permission.SITE_EDIT), reach(user, Permission.SITE_SENSITIVE) == ALL
    results = [_finding(row, covers(reached, row[2]), sees_all) for row in every[:limit]]
    return {"count": count, "next": _next(params, every[limit - 1]) if len(every) > limit else None, "previous": None, "results": results}


def _asked_rules(params: Mapping[str, Any]) -> list[str]:
    codes = params.getlist("rule") if hasattr(params, "getlist") else [params["rule"]] if params.get("rule") else []
    if unknown := set(codes) - set(BY_CODE):
        raise ValidationError({"rule": [f"There is no rule {', '.join(sorted(unknown))}."]})
    return codes


def _limit(params: Mapping[str, Any]) -> int:
    text = str(params.get("limit") or 50)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ValidationError({"limit": [f"Give a number from 1 to {MOST}."]})
    return int(text)


def _cursor(text: str, rows: QuerySet[Site]) -> list[Any]:
    site, dot, code = text.partition(".")
    try:
        known = bool(dot) and code in BY_CODE and rows.filter(pk=UUID(site)).exists()
    except ValueError:
        known = False
    if not known:
        raise ValidationError({"cursor": ["This cursor is not one of this list’s."]})
    return [site, site, code]


def _count(found: str, values: list[Any], where: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(found=found, where=" AND ".join(where)), values)
        return int(cursor.fetchone()[0])


def _next(params: Mapping[str, Any], last: tuple[Any, ...]) -> str:
    kept = [(name, each) for name in _ASKED if name != "cursor" for each in _all(params, name)]
    return f"/api/v1/estate-findings/?{urlencode([*kept, ('cursor', f'{last[0]}.{last[4]}')])}"


def _all(params: Mapping[str, Any], name: str) -> list[Any]:
    return params.getlist(name) if hasattr(params, "getlist") else [params[name]] if params.get(name) else []


def _finding(row: tuple[Any, ...], may_edit: bool, sees_all: bool) -> dict[str, Any]:
    site, site_name, owner, owner_name, code, compared, waived, waiver, why = row
    rule = BY_CODE[code]
    return {
        "site": {"id": site, "name": site_name, "url": f"/api/v1/sites/{site}/"},
        "organisation": {"id": owner, "name": owner_name, "url": f"/api/v1/organisations/{owner}/"},
        "rule": code,
        "rule_label": rule.title,
        "severity": rule.severity,
        "severity_label": SEVERITIES[rule.severity],
        "compared": compared,
        "compares": rule.compares,
        "why": rule.why,
        "mend": rule.mend,
        "mend_page": rule.page.format(site),
        "waived": waived,
        "waiver": f"/api/v1/quality-waivers/{waiver}/" if waived else None,
        "waived_why": why if waived else None,
        "lapsed": bool(waiver) and not waived and (sees_all or code not in OF_READER),
        "may_edit": may_edit,
    }


def site_quality(user: Any, pk: Any) -> dict[str, Any]:
    """A site's findings, score and last confirmation (`SiteQualitySerializer`). Raises Http404."""
    require(user, Permission.PROGRAMME_VIEW)
    if not Site.objects.filter(open_to(user, ""), pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    every = findings(user, {"site": str(pk), "limit": str(MOST)})["results"]
    still = [each for each in every if not each["waived"]]
    last = confirmations.list(user, {"site": str(pk), "order": "-confirmed_on", "limit": "1"})["results"]
    due = due_on(last[0]["confirmed_on"]) if last else None
    return {
        "score": site_score(each["rule"] for each in still),
        "checked": len(RULES),
        "findings": still,
        "waived": [each for each in every if each["waived"]],
        "confirmed_on": last[0]["confirmed_on"] if last else None,
        "confirmed_by": last[0]["confirmed_by"]["name"] if last else None,
        "note": last[0]["note"] if last else None,
        "due_on": due,
        "stale": due is None or due <= timezone.localdate(),
        "may_waive": can(user, Permission.QUALITY_WAIVE),
    }


def stale_sites(user: Any, organisation: Any, most: int = 100) -> list[dict[str, Any]]:
    """`[{id, name, code, version, confirmed_on, may_edit}]`: an owner's sites to be confirmed, those never confirmed first."""
    last = SiteConfirmation.objects.filter(site=OuterRef("pk")).order_by("-confirmed_on").values("confirmed_on")[:1]
    rows = judged_sites(user).filter(stale(timezone.localdate()), organisation=organisation).annotate(confirmed_on=Subquery(last))
    found: Any = rows.order_by(F("confirmed_on").asc(nulls_first=True), "name", "pk").values("id", "name", "code", "version", "confirmed_on")[:most]
    return list(found)


def quality_page(user: Any, organisation: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """An owner's findings and stale sites. Raises Http404."""
    asked = {"organisation": str(organisation)}
    quality = estate_quality(user, asked)
    check_names(params, ("cursor", "organisation", "waived"))  # as the address of the next page has them
    more = {"cursor": params["cursor"]} if params.get("cursor") else {}
    return {
        "quality": quality,
        "findings": findings(user, {**asked, "waived": "false", **more}),
        "waived": findings(user, {**asked, "waived": "true"}),
        "stale": stale_sites(user, organisation, 20),
        "yours": covers(reach(user, Permission.SITE_EDIT), UUID(str(organisation))),
    }


def owner_to_edit(user: Any, organisation: Any) -> str:
    """The name of an organisation whose sites this person may confirm; empty where they may not. Raises Http404."""
    named = _organisation(str(organisation))["name"]
    return str(named) if covers(reach(user, Permission.SITE_EDIT), UUID(str(organisation))) else ""

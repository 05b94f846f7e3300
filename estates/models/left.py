"""What has left the register: rules that hold a merged site to one that stays, whoever writes."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

LEFT_RULES = [
    models.CheckConstraint(
        condition=Q(merged_into=None) | Q(removed_on__isnull=False),
        name="estates_site_merged_has_left",
        violation_error_message="A site that was merged into another has left the register.",
    ),
    models.CheckConstraint(
        condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
        name="estates_site_not_into_itself",
        violation_error_message="A site cannot be merged into itself.",
    ),
    models.CheckConstraint(
        condition=Q(split_from=None) | ~Q(split_from=F("id")),
        name="estates_site_not_from_itself",
        violation_error_message="A site cannot be split from itself.",
    ),
]

# Of two merges that meet, the second sees what the first did: so there is no chain and no circle, at any moment.
_STAYS = """
        PERFORM pg_advisory_xact_lock(hashtext('estates.merging'));
        IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN
            RETURN NEW;
        END IF;
        IF EXISTS (SELECT FROM estates_site other WHERE other.id = NEW.merged_into_id AND other.removed_on IS NOT NULL) THEN
            RAISE EXCEPTION 'a site is merged only into one that is in the register' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT FROM estates_site other WHERE other.merged_into_id = NEW.id) THEN
            RAISE EXCEPTION 'others were merged into this site: they follow it first' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
"""
INTO_ONE_THAT_STAYS = pgtrigger.Trigger(
    name="into_one_that_stays",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
    func=_STAYS,
)

# A row that comes while its site is being merged would be left behind. An import locks out merges as a whole: only the
# few rows of other writes lock their sites.
NOT_ON_MERGED = pgtrigger.Trigger(
    name="not_on_merged",
    level=pgtrigger.Statement,
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    referencing=pgtrigger.Referencing(new="came"),
    func="""
        IF (SELECT count(*) FROM (SELECT FROM came LIMIT 101) few) <= 100 THEN
            PERFORM FROM estates_site site WHERE site.id IN (SELECT site_id FROM came) FOR KEY SHARE;
        END IF;
        IF EXISTS (SELECT FROM estates_site site WHERE site.id IN (SELECT site_id FROM came) AND site.merged_into_id IS NOT NULL) THEN
            RAISE EXCEPTION 'this site was merged into another' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)

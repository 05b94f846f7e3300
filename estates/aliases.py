"""The other codes of sites: an organisation's file that names a site by one of them finds it, and nobody is asked again."""

from django.db import connection

Key = tuple[str, str]  # organisation code, site code

# (organisation_id, code, site_id): an ODS code or an own reference of a site, unless another site of the organisation is kept under it;
# and the code of one that was merged into it.
ALIASES = """
    SELECT organisation_id, code, merged_into_id AS site_id FROM estates_site WHERE merged_into_id IS NOT NULL
     UNION ALL
    (SELECT DISTINCT ON (site.organisation_id, held.value) site.organisation_id, held.value AS code, site.id AS site_id
      FROM estates_identifier held JOIN estates_site site ON site.id = held.site_id
     WHERE held.value <> site.code AND (held.scheme = 'ods_site' OR (held.scheme = 'own_reference' AND held.organisation_id = site.organisation_id))
       AND site.type <> 'aggregate' AND site.merged_into_id IS NULL AND site.removed_on IS NULL
       AND NOT EXISTS (SELECT FROM estates_site other WHERE other.organisation_id = site.organisation_id AND other.code = held.value)
     ORDER BY site.organisation_id, held.value, held.contested, held.id)
"""


def aliases() -> dict[Key, Key]:
    """By the organisation and a site's other code: the organisation and the code under which the site is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT holder.ods_code, alias.code, site.code FROM ({ALIASES}) alias JOIN estates_site site ON site.id = alias.site_id "
            "JOIN core_organisation holder ON holder.id = alias.organisation_id WHERE holder.ods_code <> ''"
        )
        return {(holder, code): (holder, kept) for holder, code, kept in cursor.fetchall()}

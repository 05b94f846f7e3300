"""Figures kept by owner: what costs a walk over every site is computed anew for the owners whose estate changed, and no others."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from devo_portal.core.reads import once, remembered_parts

# Besides its own sites, an owner's figures stand on its kind and on which borough is in which part of London.
_STATES = """
    SELECT change.organisation_id, bit_xor(change.token), min(organisation.kind),
           (SELECT bit_xor(hashtextextended(id::text || version, 0)) FROM core_area)
      FROM estates_ownerchange change JOIN core_organisation organisation ON organisation.id = change.organisation_id
     GROUP BY change.organisation_id
"""


def owner_states(only: Any = None) -> dict[Any, Any]:
    """`{organisation id: what its figures stand on}` of every owner of sites, or of one; no two states that differ are equal."""
    states: dict[Any, Any] = once("owner_states", _states)
    return states if only is None else {owner: state for owner, state in states.items() if str(owner) == str(only)}


def _states() -> dict[Any, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_STATES)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def by_owner(question: str, user: Any, compute: Callable[[list[Any]], Mapping[Any, Any]], states: Mapping[Any, Any]) -> dict[Any, Any]:
    """`{organisation id: answer}` of the owners in `states`, without those of which there is nothing to answer.

    `question` holds all that the answer depends on but the sites and the reader: parameters, the day.
    """
    answers = remembered_parts(question, user, states, compute)
    return {pk: answer for pk, answer in answers.items() if answer is not None}

"""What tests of commitments and of what they hang on share."""

from django.utils import timezone

from governance.models import Commitment, Condition, Evidence, NoHarmAssessment

PIECE = {"title": "Minutes of the board", "kind": "minute"}


def condition(of, text="The treasury agrees.", **fields):
    return Condition.objects.create(commitment=of, text=text, **fields)


def piece(title="Minutes", **fields):
    return Evidence.objects.create(title=title, kind="minute", **fields)


def assessment(of, rating, day=None):
    made = NoHarmAssessment.objects.create(
        rating=rating, finding="Looked.", reviewer="Reviewer", reviewed_on=day or timezone.localdate(), evidence=piece()
    )
    made.commitments.add(of)
    return made


def path(record):
    return f"/api/v1/{'commitments' if isinstance(record, Commitment) else 'conditions'}/{record.pk}/"


def do(caller, record, verb, body=None, version=None):
    record.refresh_from_db()
    return caller.post(f"{path(record)}{verb}/", body or {}, **{"If-Match": f'"{version or record.version}"'})

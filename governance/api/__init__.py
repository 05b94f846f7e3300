from . import (
    agreements,
    assessments,
    bank_holidays,
    baselines,
    boards,
    clearances,
    commitments,
    conditions,
    decisions,
    dependencies,
    evidence,
    functions,
    meetings,
    milestones,
    opt_ins,
    principles,
    regulation,
    schedule,
    signatures,
    texts,
    timeline,
)

API = [
    *boards.API,
    *meetings.API,
    *agreements.API,
    *signatures.API,
    *commitments.API,
    *milestones.API,
    *evidence.API,
    *decisions.API,
    *texts.API,
    *clearances.API,
    *conditions.API,
    *assessments.API,
    *principles.API,
    *regulation.API,
    *functions.API,
    *opt_ins.API,
    *bank_holidays.API,
    *baselines.API,
    *dependencies.API,
]

PATHS = [*opt_ins.PATHS]

VIEWS = [*baselines.VIEWS, *schedule.VIEWS, *timeline.VIEWS]

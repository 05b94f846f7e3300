from . import (
    agreements,
    assessments,
    boards,
    clearances,
    commitments,
    conditions,
    decisions,
    evidence,
    functions,
    milestones,
    opt_ins,
    principles,
    regulation,
    signatures,
    texts,
)

API = [
    *boards.API,
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
]

PATHS = [*opt_ins.PATHS]

from . import agreements, assessments, boards, commitments, conditions, evidence, milestones, principles, regulation, signatures

API = [
    *boards.API,
    *agreements.API,
    *signatures.API,
    *commitments.API,
    *conditions.API,
    *assessments.API,
    *principles.API,
    *regulation.API,
    *milestones.API,
    *evidence.API,
]

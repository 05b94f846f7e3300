from . import agreements, bank_holidays, baselines, boards, commitments, decisions, dependencies, evidence, milestones, schedule, signatures, texts

API = [
    *boards.API,
    *agreements.API,
    *signatures.API,
    *commitments.API,
    *milestones.API,
    *evidence.API,
    *decisions.API,
    *texts.API,
    *bank_holidays.API,
    *baselines.API,
    *dependencies.API,
]
VIEWS = [*baselines.VIEWS, *schedule.VIEWS]  # answers that are no list of records: path, view

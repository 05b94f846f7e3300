from . import agreements, bank_holidays, baselines, boards, commitments, decisions, evidence, milestones, signatures, texts

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
]
VIEWS = [*baselines.VIEWS]  # answers that are no list of records: path, view

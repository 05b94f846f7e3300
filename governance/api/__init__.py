from . import agreements, boards, clearances, commitments, decisions, evidence, milestones, signatures, texts

API = [*boards.API, *agreements.API, *signatures.API, *commitments.API, *milestones.API, *evidence.API, *decisions.API, *texts.API, *clearances.API]

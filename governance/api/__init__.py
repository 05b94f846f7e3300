from . import agreements, boards, clearances, commitments, evidence, milestones, signatures

API = [*boards.API, *agreements.API, *signatures.API, *clearances.API, *commitments.API, *milestones.API, *evidence.API]

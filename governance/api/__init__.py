from . import agreements, boards, commitments, evidence, milestones, signatures

API = [*boards.API, *agreements.API, *signatures.API, *commitments.API, *milestones.API, *evidence.API]

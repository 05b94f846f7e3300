from . import agreements, boards, commitments, evidence, milestones, principles, signatures

API = [*boards.API, *agreements.API, *signatures.API, *commitments.API, *principles.API, *milestones.API, *evidence.API]

from . import agreements, boards, commitments, milestones, signatures

API = [*boards.API, *agreements.API, *signatures.API, *commitments.API, *milestones.API]

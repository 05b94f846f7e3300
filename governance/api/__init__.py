from . import agreements, boards, commitments, evidence, functions, milestones, opt_ins, signatures

API = [*boards.API, *agreements.API, *signatures.API, *commitments.API, *milestones.API, *evidence.API, *functions.API, *opt_ins.API]
PATHS = [*opt_ins.PATHS]  # what is no resource of its own

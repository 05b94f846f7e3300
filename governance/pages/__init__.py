from . import agreements, boards, commitments, evidence, functions, milestones, opt_ins, signatures

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *boards.urlpatterns,
    *functions.urlpatterns,
    *opt_ins.urlpatterns,
]

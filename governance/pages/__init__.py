from . import agreements, boards, commitments, evidence, milestones, signatures

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *boards.urlpatterns,
]

from . import agreements, boards, clearances, commitments, evidence, milestones, signatures

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *clearances.urlpatterns,
    *commitments.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *boards.urlpatterns,
]

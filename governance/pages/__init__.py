from . import agreements, boards, commitments, evidence, milestones, principles, signatures

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *principles.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *boards.urlpatterns,
]

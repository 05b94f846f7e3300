from . import agreements, assessments, boards, commitments, conditions, evidence, milestones, principles, regulation, signatures

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *conditions.urlpatterns,
    *assessments.urlpatterns,
    *principles.urlpatterns,
    *regulation.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *boards.urlpatterns,
]

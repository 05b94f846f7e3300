from . import agreements, boards, clearances, commitments, decisions, evidence, milestones, signatures, texts

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *decisions.urlpatterns,
    *texts.urlpatterns,
    *boards.urlpatterns,
    *clearances.urlpatterns,
]

from . import agreements, bank_holidays, baselines, boards, commitments, decisions, dependencies, evidence, milestones, schedule, signatures, texts

urlpatterns = [
    *agreements.urlpatterns,
    *signatures.urlpatterns,
    *commitments.urlpatterns,
    *milestones.urlpatterns,
    *evidence.urlpatterns,
    *decisions.urlpatterns,
    *texts.urlpatterns,
    *boards.urlpatterns,
    *bank_holidays.urlpatterns,
    *baselines.urlpatterns,
    *dependencies.urlpatterns,
    *schedule.urlpatterns,
]

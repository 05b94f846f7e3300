from . import agreements, boards, commitments, milestones, signatures

urlpatterns = [*agreements.urlpatterns, *signatures.urlpatterns, *commitments.urlpatterns, *milestones.urlpatterns, *boards.urlpatterns]

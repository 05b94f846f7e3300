from django.urls import path

from . import api, pages

app_name = "governance"
urlpatterns = [
    path("agreements/", pages.agreement_list, name="agreements"),
    path("agreements/<uuid:pk>/", pages.agreement_detail, name="agreement"),
    path("signatures/", pages.signature_list, name="signatures"),
    path("principles/", pages.principle_list, name="principles"),
    path("commitments/", pages.commitment_list, name="commitments"),
    path("commitments/new/", pages.CreateCommitment.as_view(), name="commitment-create"),
    path("commitments/<uuid:pk>/", pages.commitment_detail, name="commitment"),
    path("commitments/<uuid:pk>/edit/", pages.EditCommitment.as_view(), name="commitment-edit"),
    path("milestones/", pages.milestone_list, name="milestones"),
    path("milestones/new/", pages.CreateMilestone.as_view(), name="milestone-create"),
    path("milestones/<uuid:pk>/", pages.milestone_detail, name="milestone"),
    path("milestones/<uuid:pk>/edit/", pages.EditMilestone.as_view(), name="milestone-edit"),
    path("boards/", pages.board_list, name="boards"),
    path("boards/<uuid:pk>/", pages.board_detail, name="board"),
    path("actions/", pages.action_list, name="actions"),
    path("actions/new/", pages.CreateAction.as_view(), name="action-create"),
    path("actions/<uuid:pk>/", pages.action_detail, name="action"),
    path("actions/<uuid:pk>/edit/", pages.EditAction.as_view(), name="action-edit"),
]
API = [
    ("boards", api.BoardViewSet),
    ("agreements", api.AgreementViewSet),
    ("signatures", api.SignatureViewSet),
    ("principles", api.PrincipleViewSet),
    ("commitments", api.CommitmentViewSet),
    ("milestones", api.MilestoneViewSet),
    ("actions", api.ActionViewSet),
]

from django.urls import path

from . import api, pages

app_name = "pilots"
urlpatterns = [
    path("pilots/", pages.pilot_list, name="list"),
    path("pilots/new/", pages.CreatePilot.as_view(), name="create"),
    path("pilots/<uuid:pk>/", pages.pilot_detail, name="detail"),
    path("pilots/<uuid:pk>/edit/", pages.EditPilot.as_view(), name="edit"),
    path("pilots/<uuid:pk>/rate/", pages.RateConfidence.as_view(), name="rate"),
    path("pilot-links/", pages.pilot_link_list, name="pilotlinks"),
    path("pilot-links/new/", pages.CreatePilotLink.as_view(), name="pilotlink-create"),
    path("pilot-links/<uuid:pk>/edit/", pages.EditPilotLink.as_view(), name="pilotlink-edit"),
    path("pilot-links/<uuid:pk>/delete/", pages.DeletePilotLink.as_view(), name="pilotlink-delete"),
    path("principles/<uuid:pk>/", pages.principle_detail, name="principle"),  # its pilots stand on it
    path("coverage/", pages.coverage, name="coverage"),
]
API = [
    ("pilots", api.PilotViewSet),
    ("confidence-ratings", api.ConfidenceViewSet),
    ("pilot-links", api.PilotLinkViewSet),
    ("principles", api.PrincipleViewSet),
]

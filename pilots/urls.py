from django.urls import path

from . import api, pages

app_name = "pilots"
urlpatterns = [
    path("pilots/", pages.pilot_list, name="list"),
    path("pilots/new/", pages.CreatePilot.as_view(), name="create"),
    path("pilots/<uuid:pk>/", pages.pilot_detail, name="detail"),
    path("pilots/<uuid:pk>/edit/", pages.EditPilot.as_view(), name="edit"),
    path("pilots/<uuid:pk>/rate/", pages.RateConfidence.as_view(), name="rate"),
]
API = [("pilots", api.PilotViewSet), ("confidence-ratings", api.ConfidenceViewSet)]

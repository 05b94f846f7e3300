from . import api, pages

app_name = "governance"
urlpatterns = pages.urlpatterns
API = api.API
VIEWS = api.VIEWS

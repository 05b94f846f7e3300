from . import api, pages

app_name = "estates"
urlpatterns = pages.urlpatterns
API = api.API
VIEWS = api.VIEWS

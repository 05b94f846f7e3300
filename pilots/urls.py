from . import api, pages

app_name = "pilots"
urlpatterns = pages.urlpatterns
API = api.API
VIEWS = api.VIEWS

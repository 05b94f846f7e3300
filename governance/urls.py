from . import api, pages

app_name = "governance"
urlpatterns = pages.urlpatterns
API = api.API
API_PATHS = api.PATHS
VIEWS = api.VIEWS
FEEDS = pages.FEEDS

app_name = "governance"
urlpatterns: list = []
API: list = []

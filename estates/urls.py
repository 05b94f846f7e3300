app_name = "estates"
urlpatterns: list = []
API: list = []

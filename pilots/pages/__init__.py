from . import pilots

urlpatterns = [*pilots.urlpatterns]

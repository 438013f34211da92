"""Addresses of the waitlist."""

from django.urls import path

from waitlist.views import joining, links

app_name = "waitlist"

urlpatterns = [
    path("", joining.join, name="join"),
    path("thanks/", joining.thanks, name="thanks"),
    path("confirm/<str:token>/", links.confirm, name="confirm"),
    path("confirmed/<str:token>/", links.confirmed, name="confirmed"),
    path("answered/", links.answered, name="answered"),
    path("invited/<str:token>/", links.invited, name="invited"),
    path("leave/<str:token>/", links.leave, name="leave"),
    path("erase/<str:token>/", links.erase, name="erase"),
]

"""Addresses of the waitlist."""

from django.urls import path

from waitlist import views

app_name = "waitlist"

urlpatterns = [
    path("", views.join, name="join"),
    path("thanks/", views.thanks, name="thanks"),
    path("leave/<str:token>/", views.leave, name="leave"),
]

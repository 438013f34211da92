"""Addresses of accounts that allauth does not bring."""

from django.urls import path

from learners import views

app_name = "learners"

urlpatterns = [path("", views.me, name="me")]

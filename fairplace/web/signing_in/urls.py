"""Signing in and out: allauth's views at our addresses, drawn with our templates."""

from django.urls import path
from allauth.account import views

from fairplace.web.page.placeholder import placeholder

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("home/", placeholder, name="home"),
]

"""Signing in and out: allauth's names at our addresses."""

from django.urls import path

from fairplace.web.signing_in import registering, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.enter_code, name="account_confirm_login_code"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("new-password/", views.ask_new_password, name="account_reset_password"),
    path("new-password/code/", views.enter_new_password_code, name="account_confirm_password_reset_code"),
    path("new-password/choose/", views.choose_password, name="account_complete_password_reset"),
    path("new-password/done/", views.password_changed, name="account_password_reset_completed"),
    path("sign-up/", views.no_sign_up, name="account_signup"),
    path("register/", registering.register, name="register"),
    path("register/code/", registering.register_code, name="register_code"),
    path("invited/<str:token>/", registering.invited, name="invited"),
    path("home/", views.home, name="home"),
]

"""Signing in and out: allauth's names at our addresses."""

from django.urls import path

from fairplace.web.signing_in import account, council_page, factors, own_data, registering, views

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
    path("sign-in/second-step/", factors.second_step, name="mfa_authenticate"),
    path("sign-in/council/", council_page.ask, name="council_page"),
    path("sign-in/council/back/", council_page.come_back, name="council_page_back"),
    path("account/", account.account, name="account"),
    path("account/strengthen/", account.strengthen, name="account_strengthen"),
    path("account/sign-ins/<uuid:sign_in_id>/end/", account.end, name="account_end"),
    path("account/sign-ins/end-all/", account.end_all, name="account_end_all"),
    path("account/password/", factors.change_password, name="account_change_password"),
    path("account/again/", factors.again, name="account_reauthenticate"),
    path("account/again/code/", factors.again_by_code, name="mfa_reauthenticate"),
    path("account/again/passkey/", factors.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", factors.index, name="mfa_index"),
    path("account/app/add/", factors.add_app, name="mfa_activate_totp"),
    path("account/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("account/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:factor_id>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("account/passkeys/", factors.index, name="mfa_list_webauthn"),
    path("account/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("home/", views.home, name="home"),
    path("your-data/", own_data.own_data, name="own_data"),
    path("your-data/<uuid:export_id>/", own_data.take, name="own_data_file"),
]

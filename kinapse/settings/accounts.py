"""Accounts by django-allauth: opened by invitation, entered by password or passkey, with a second step for staff."""

from kinapse.settings.core import SITE_URL

# It looks for both names and addresses, and takes as long for those that it does not know.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learners:me"

ACCOUNT_ADAPTER = "learners.adapter.AccountAdapter"
# Who is made on the machine itself (createsuperuser) has a name; who was invited has an address.
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "learners.forms.InvitedSignupForm",
    "reset_password": "learners.forms.UnknowingResetForm",  # nosec B105
}
# Passkeys at sign-up want it so; the address is verified already by the invitation that was mailed to it.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "learners.adapter.shown_name"
# Whoever has neither password nor second step asks for a new password by mail.
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
# Those that hold over all processes are in the database (learners.limits). allauth keeps its own in each process's
# cache, so they come second, and none of them counts by name alone, by which strangers would lock an owner out.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip", "reset_password": "60/m/ip"}  # nosec B105

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_ADAPTER = "learners.secrets.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "learners.forms.LimitedAuthenticateForm",
    "reauthenticate": "learners.forms.LimitedReauthenticateForm",
}
MFA_TOTP_ISSUER = "Kinapse"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers let http through on this machine alone, and there only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://")

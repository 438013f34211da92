"""How a curator comes in."""

from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.staff import code_of


def sign_in(page: Page, curator: User) -> None:
    """From the admin's address through the site's sign-in and back."""
    page.goto("/admin/")
    page.get_by_label("Login").fill(curator.username)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_of(curator))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")

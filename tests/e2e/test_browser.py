"""The browser itself: what the other browser tests rest on."""

from playwright.sync_api import Page, expect

from tests.e2e.signing_in import sign_in

_RUN_INLINE = """() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 1";
    document.body.append(script);
}"""


def test_the_admin_signs_in_through_a_real_browser_without_complaint(
    page: Page, admin_user, console_messages
) -> None:
    sign_in(page, admin_user)
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()


def test_an_inline_script_is_refused_and_noticed(page: Page, console_messages: list[str]) -> None:
    page.goto("/admin/login/")
    page.evaluate(_RUN_INLINE)
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in console_messages)
    console_messages.clear()

"""The Content-Security-Policy header, written once."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentPolicyMiddleware(CSPMiddleware):
    """The policy of the settings on every answer.

    django-csp builds the same text anew for each request, which took a tenth of a hot one. Here it does so only for a
    view that asks for a policy of its own, and under DEBUG, where it spares Django's own pages about errors.
    """

    @cached_property
    def policy(self) -> str:
        """What the settings say."""
        policy: str = build_policy()
        return policy

    def process_request(self, request: HttpRequest) -> None:
        """Nothing: no page uses a nonce, and making one for each request would be in vain."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or any(name in response.__dict__ for name in _OWN_POLICY):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, self.policy)
        return response

"""What is refused before any view is asked, by a host that is not this site's for one."""

from django.http import HttpRequest, HttpResponse

from explore import errors
from explore.api.problems import Problem, problem_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read: told in a page, or as a problem of the API."""
    if request.path.startswith("/api/"):
        return problem_response(request, Problem("bad-request"))
    return errors.bad_request(request, exception)

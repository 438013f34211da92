"""Which address leads where."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from explore import seo

urlpatterns = [
    path("admin/", admin.site.urls),
    # An account has the one address that was invited; what allauth would do with several has no place here.
    path("accounts/email/", RedirectView.as_view(pattern_name="learners:me")),
    path("accounts/", include("allauth.urls")),
    path("me/", include("learners.urls")),
    path("api/", include("explore.api.urls")),
    path("waitlist/", include("waitlist.urls")),
    path("", include("explore.urls")),
    path("sitemap.xml", seo.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", seo.sitemap_of_pages, name="sitemap-pages"),
    path("maps/<slug:map_slug>/sitemap-<int:number>.xml", seo.sitemap_of_concepts, name="sitemap-concepts"),
    path("sitemap-documents-<int:number>.xml", seo.sitemap_of_documents, name="sitemap-documents"),
    path("robots.txt", seo.robots, name="robots"),
    path("favicon.ico", seo.favicon, name="favicon"),
]

if settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns.append(path("anymail/", include("anymail.urls")))

handler400 = "kinapse.refusals.bad_request"
handler403 = "explore.errors.forbidden"
handler404 = "explore.errors.not_found"
handler500 = "kinapse.outages.server_error"

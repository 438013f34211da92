"""The writes that are timed: by the services and models, and whole posts to the admin."""

import secrets
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import numpy as np
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from benchmarks.search.databases import HOST
from benchmarks.writes.forms import values_on
from concepts.errors import CircleRefused
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from concepts.services import add_concept, add_link
from learners.second_step import USED

_LINKS_BETWEEN = 4
_FORM = "application/x-www-form-urlencoded"

# What was done, milliseconds by the clock, and those that this process itself worked.
Timed = tuple[str, float, float]


class Writer:
    """Writes to one map. Each round leaves it as it was, but for the texts of a concept and its revision."""

    def __init__(self, knowledge_map: KnowledgeMap, client: Client, seed: int = 1) -> None:
        self._map = knowledge_map
        self._client = client
        self._generator = np.random.default_rng(seed)
        self._ids = np.fromiter(knowledge_map.concepts.values_list("pk", flat=True), dtype=np.int64)

    def round(self) -> Iterator[Timed]:
        """Every write once."""
        yield from self._by_services()
        yield from self._by_admin()

    def _by_services(self) -> Iterator[Timed]:
        earlier, later = self._unlinked()
        links: list[Link] = []
        yield _timed(
            "add a link",
            lambda: links.append(add_link(source=earlier, target=later, kind=LinkKind.PREREQUISITE)),
        )
        yield _timed("remove a link", links[0].delete)
        first, last = self._far_apart()
        yield _timed("refuse a circle", lambda: _refuse(last, first))
        earlier.summary = f"Edited: {secrets.token_hex(8)}."
        yield _timed("edit a concept", earlier.save)
        made: list[Concept] = []
        title = f"New {secrets.token_hex(8)}"
        yield _timed("add a concept", lambda: made.append(add_concept(knowledge_map=self._map, title=title)))
        yield _timed("remove a concept", made[0].delete)

    def _by_admin(self) -> Iterator[Timed]:
        earlier, later = self._unlinked()
        page = reverse("admin:concepts_concept_change", args=[earlier.pk])
        values = values_on(self._client, page)
        row = f"links_out-{int(values['links_out-TOTAL_FORMS']) - 1}"
        added = {f"{row}-kind": str(LinkKind.PREREQUISITE.value), f"{row}-other": str(later.pk)}
        yield self._posted("add a link", page, {**values, **added})
        values = values_on(self._client, page)
        yield self._posted("remove a link", page, {**values, _deletion(values, later.pk): "on"})
        values = values_on(self._client, page)
        edited = {"summary": f"Edited: {secrets.token_hex(8)}."}
        yield self._posted("edit a concept", page, {**values, **edited})
        yield from self._added_and_removed()

    def _added_and_removed(self) -> Iterator[Timed]:
        page = f"{reverse('admin:concepts_concept_add')}?map={self._map.pk}"
        title = f"New {secrets.token_hex(8)}"
        values = values_on(self._client, page) | {"title": title, "slug": title.lower().replace(" ", "-")}
        yield self._posted("add a concept", page, values)
        made = Concept.objects.get(map=self._map, slug=values["slug"])
        page = reverse("admin:concepts_concept_delete", args=[made.pk])
        yield self._posted("remove a concept", page, {"post": "yes"})

    def _posted(self, what: str, page: str, values: dict[str, str]) -> Timed:
        def post() -> None:
            # As a browser encodes a form without files.
            response = self._client.post(page, urlencode(values), content_type=_FORM, secure=True)
            if response.status_code != 302:
                raise RuntimeError(f"{what}: the admin answered {response.status_code}.")

        return _timed(f"{what}, admin", post)

    def _far_apart(self) -> tuple[Concept, Concept]:
        """Two concepts of which the one comes before the other, by as many links as there are, up to four."""
        target = source = int(self._generator.choice(self._ids[1:]))
        for _ in range(_LINKS_BETWEEN):
            before = Link.objects.filter(target_id=source).exclude(kind=LinkKind.RELATED)
            source = before.values_list("source_id", flat=True).order_by("source_id").last() or source
        concepts = Concept.objects.in_bulk([source, target])
        return concepts[source], concepts[target]

    def _unlinked(self) -> tuple[Concept, Concept]:
        """Two concepts without a link, the earlier first: links of made-up maps run from earlier to later ones."""
        while True:
            first, second = sorted(self._generator.choice(self._ids.size, 2, replace=False).tolist())
            ends = int(self._ids[first]), int(self._ids[second])
            if not Link.objects.filter(source_id=ends[0], target_id=ends[1]).exists():
                concepts = Concept.objects.in_bulk(ends)
                return concepts[ends[0]], concepts[ends[1]]


def curator() -> Client:
    """A browser in which somebody who may do everything has signed in, with both steps."""
    user = User.objects.create_superuser(f"curator-{secrets.token_hex(4)}")
    TOTP.activate(user, generate_totp_secret())
    client = Client(headers={"host": HOST})
    client.force_login(user)
    session = client.session
    session[USED] = Authenticator.objects.get(user=user).pk
    session.save()
    return client


def _refuse(source: Concept, target: Concept) -> None:
    try:
        add_link(source=source, target=target, kind=LinkKind.PREREQUISITE)
    except CircleRefused:
        return
    raise RuntimeError("A link that closes a circle was taken.")


def _deletion(values: dict[str, str], other: int) -> str:
    """The name of the box that removes the link to a concept."""
    row = next(name for name, value in values.items() if name.endswith("-other") and value == str(other))
    return f"{row.removesuffix('-other')}-DELETE"


def _timed(what: str, act: Callable[[], object]) -> Timed:
    started, worked = time.perf_counter(), time.process_time()
    act()
    return what, (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000

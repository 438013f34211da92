"""Names of statics: one for each file, and kept for ever where they carry a hash."""

from pathlib import Path

from django.core.files.base import ContentFile

from kinapse.static_storage import StaticStorage, is_immutable


def test_what_the_build_has_named_keeps_its_name(tmp_path: Path) -> None:
    storage = StaticStorage(location=tmp_path)
    script = ContentFile(b"export const one = 1;")
    assert storage.hashed_name("build/assets/map-Abc123.js", script) == "build/assets/map-Abc123.js"


def test_other_files_get_a_hash_of_their_content(tmp_path: Path) -> None:
    storage = StaticStorage(location=tmp_path)
    first = storage.hashed_name("icons/favicon.svg", ContentFile(b"<svg/>"))
    second = storage.hashed_name("icons/favicon.svg", ContentFile(b"<svg />"))
    assert first != second
    assert is_immutable("", f"/static/{first}")


def test_only_names_with_a_hash_are_kept_for_ever() -> None:
    assert is_immutable("", "/static/build/assets/map-D2xCKGOV.css")
    assert not is_immutable("", "/static/icons/favicon.svg")
    assert not is_immutable("", "/static/admin/js/vendor/jquery.min.js")

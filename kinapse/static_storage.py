"""Where collected statics lie, with a hash of their content in their names."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUILT = "build/assets/"


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files of the front end's build keep the names that the build gave them.

    They carry a hash already, and scripts import each other by these names: under a second one a browser would load
    a script that a page preloads, and then load it again when another imports it.
    """

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        if name.startswith(BUILT):
            return name
        hashed: str = super().hashed_name(name, content, filename)
        return hashed


def is_immutable(path: str, url: str) -> bool:
    """Whether a static is never going to change under its address, so that browsers may keep it for ever."""
    return f"/{BUILT}" in url or _has_hash(url)


def _has_hash(url: str) -> bool:
    parts = url.rsplit("/", 1)[-1].split(".")
    return (
        len(parts) > 2 and len(parts[-2]) == 12 and all(letter in "0123456789abcdef" for letter in parts[-2])
    )

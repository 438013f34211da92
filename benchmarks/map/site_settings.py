"""The settings of the site, with the pages of the peers among its statics, so that both are served alike."""

from kinapse.settings import *  # noqa: F403
from kinapse.settings import STATICFILES_DIRS, VAR_DIR

STATICFILES_DIRS = [*STATICFILES_DIRS, VAR_DIR / "pages"]

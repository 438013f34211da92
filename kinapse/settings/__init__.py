"""All settings, one small file a concern. Everything that differs between machines comes from the environment."""

from kinapse.settings.api import *  # noqa: F403
from kinapse.settings.core import *  # noqa: F403
from kinapse.settings.database import *  # noqa: F403
from kinapse.settings.logs import *  # noqa: F403
from kinapse.settings.mail import *  # noqa: F403
from kinapse.settings.security import *  # noqa: F403
from kinapse.settings.statics import *  # noqa: F403
from kinapse.settings.tasks import *  # noqa: F403

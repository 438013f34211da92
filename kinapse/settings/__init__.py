"""All settings, one small file a concern. Everything that differs between machines comes from the environment."""

import django_stubs_ext

from kinapse.settings.accounts import *  # noqa: F403
from kinapse.settings.api import *  # noqa: F403
from kinapse.settings.core import *  # noqa: F403
from kinapse.settings.database import *  # noqa: F403
from kinapse.settings.library import *  # noqa: F403
from kinapse.settings.logs import *  # noqa: F403
from kinapse.settings.mail import *  # noqa: F403
from kinapse.settings.security import *  # noqa: F403
from kinapse.settings.statics import *  # noqa: F403
from kinapse.settings.tasks import *  # noqa: F403

# Lets classes such as ModelAdmin say at run time which model they are for, as the type checker wants it.
django_stubs_ext.monkeypatch()

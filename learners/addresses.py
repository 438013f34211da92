"""Addresses of accounts in the one form that signing in looks for."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.dispatch import receiver


@receiver(pre_save, sender=User)
def keep_in_lower_case(instance: User, **_: Any) -> None:
    """Also of those who are made on the machine or in the admin: allauth finds no others."""
    instance.email = instance.email.lower()

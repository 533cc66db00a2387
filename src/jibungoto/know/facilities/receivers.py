"""Boundaries and shares change in places, which knows nothing of facilities: we place anew."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.models import Job
from jibungoto.know.places.models import Assignment, Boundary

from .models import Facility

JOB = "facilities.place"


@receiver([post_save, post_delete], sender=Boundary)
@receiver(post_save, sender=Assignment)
def place_anew(sender: Any, instance: Boundary | Assignment, **_kwargs: Any) -> None:
    """Order one job for however many of them change in a transaction."""
    if tenancy.current_id_or_none() is None:
        return
    with tenancy.within(instance.municipality_id):
        waiting = Job.objects.filter(name=JOB, state=Job.State.QUEUED).exists()
        if not waiting and Facility.objects.exists():
            jobs.enqueue(JOB)

"""The departments of the city that plans speak of."""

from jibungoto.decide.plans.models import MeasureActor


def departments_named() -> list[str]:
    """The names of all departments that carry a measure of any plan that is not removed."""
    named = MeasureActor.objects.filter(
        kind=MeasureActor.Kind.DEPARTMENT, measure__removed_at=None
    ).exclude(name="")
    return list(named.order_by("name").values_list("name", flat=True).distinct())

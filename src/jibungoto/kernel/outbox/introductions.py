"""What the outbox has to know about people, and how the people app tells it.

The kernel does not import people; people registers two functions when it starts.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor, Level


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody's mail goes, and in which language they read."""

    email: str
    language: str = "ja"


AddressSource = Callable[[Collection[int]], Mapping[int, Address]]
ActorSource = Callable[[Collection[int]], Mapping[int, Actor]]

_address_sources: list[AddressSource] = []
_actor_sources: list[ActorSource] = []


def address_source(source: AddressSource) -> AddressSource:
    """Register who knows mail addresses: participant ids of the municipality in, a confirmed
    address of an account out; whoever has none is left out."""
    _address_sources[:] = [source]
    return source


def actor_source(source: ActorSource) -> ActorSource:
    """Register who knows what participants may see: ids in, the Actor each would be today out."""
    _actor_sources[:] = [source]
    return source


def addresses(participant_ids: Collection[int]) -> Mapping[int, Address]:
    """The addresses that are known; none as long as nobody registered."""
    found: dict[int, Address] = {}
    for source in _address_sources:
        found |= source(participant_ids)
    return found


def actors(participant_ids: Collection[int]) -> dict[int, Actor]:
    """An actor for each participant; where unknown, one without any role, who sees the public."""
    here = tenancy.current_id()
    found = {
        pk: Actor(municipality_id=here, participant_id=pk, level=Level.DEVICE)
        for pk in participant_ids
    }
    for source in _actor_sources:
        found |= source(participant_ids)
    return found

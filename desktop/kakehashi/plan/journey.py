"""Chapter 6, customer journey: the stages that journeys, content and measures share."""

from typing import Annotated

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class Stage(Item, frozen=True, kw_only=True):
    """A stage of the customer's journey, from unaware to expansion; their order is the journey."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    happens: Annotated[Text, Field("long_text", needed=True)] = ""


KINDS: tuple[type[Item], ...] = (Stage,)

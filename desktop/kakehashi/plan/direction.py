"""Chapter 2, direction: what success looks like, and the outcomes everything else refers to."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class GuidePoint(Item, frozen=True, kw_only=True):
    """What success looks like in the months ahead, in one sentence."""

    NAMED_BY = ("sentence",)

    sentence: Annotated[Text, Field("text", needed=True)] = ""
    period: Annotated[Literal["year", "q1", "q2", "q3", "q4"], Field("choice")] = "year"


class Outcome(Item, frozen=True, kw_only=True):
    """What will have changed, as a metric from a value to a value. The order of outcomes is their rank."""

    NAMED_BY = ("sentence",)

    sentence: Annotated[Text, Field("text", needed=True)] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    starts_at: Annotated[Decimal | None, Field("number")] = None
    ends_at: Annotated[Decimal | None, Field("number", needed=True)] = None
    by: Annotated[str | None, Field("month", needed=True)] = None
    wanted_by: Annotated[str | None, Field("ref", kinds=("Department",))] = None
    guide_point: Annotated[str | None, Field("ref", kinds=("GuidePoint",))] = None


KINDS: tuple[type[Item], ...] = (GuidePoint, Outcome)

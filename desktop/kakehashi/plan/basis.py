"""Chapter 1, basis: whose plan this is, for which months, in which money."""

from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class About(Item, frozen=True, kw_only=True):
    """The plan itself: company, title, range of months, currency. Exists once."""

    NAMED_BY = ("title",)
    ONCE_FOR = ()

    company: Annotated[Text, Field("text", needed=True)] = ""
    title: Annotated[Text, Field("text", needed=True)] = ""
    product: Annotated[Text, Field("text", needed=True)] = ""
    author: Annotated[Text, Field("text", needed=True)] = ""
    fiscal_start: Annotated[int, Meta(ge=1, le=12), Field("integer", low=1, high=12)] = 4
    first_month: Annotated[str, Field("month", needed=True)] = "2027-04"
    months: Annotated[int, Meta(ge=1, le=36), Field("integer", unit="months", low=1, high=36)] = 12
    currency: Annotated[str, Field("code", needed=True)] = "JPY"
    display_unit: Annotated[Literal["1", "1000", "10000", "1000000"], Field("choice")] = "10000"
    tax: Annotated[Literal["excluded", "included"], Field("choice")] = "excluded"
    language: Annotated[Literal["ja", "en", "zh_TW"], Field("choice")] = "ja"
    closed_through: Annotated[str | None, Field("month")] = None
    logo: Annotated[str | None, Field("attachment")] = None


KINDS: tuple[type[Item], ...] = (About,)

"""Kakehashi: a marketing plan that is drafted, tested and declared, offline."""

VERSION = "0.1.0"

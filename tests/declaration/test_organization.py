"""The chapter organization: now and planned, who has which part, what is open, who talks with whom."""

from __future__ import annotations

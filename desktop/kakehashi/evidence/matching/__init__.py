"""Which company of the company table a lead, deal or contract belongs to.

Exact steps only (`steps`); what merely looks alike is listed for a person (`doubts`), whose word is kept in a
plain file (`decisions`) and wins over every step.
"""

from __future__ import annotations

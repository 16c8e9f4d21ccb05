"""Where the self-contained program starts."""

from kakehashi.__main__ import main

main()

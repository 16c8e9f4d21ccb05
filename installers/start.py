"""Where the self-contained program starts."""

import sys

from kakehashi.cli.main import main

sys.exit(main())

"""The window: Qt lives in this package only, and no rule of the plan does."""

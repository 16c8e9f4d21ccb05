"""The pages of the window: the overview, and one for each chapter."""

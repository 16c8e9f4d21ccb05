"""The user guide, opened from the window; no code. Pages: first-plan.<language>.html."""

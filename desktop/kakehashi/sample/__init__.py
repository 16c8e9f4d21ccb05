"""The sample company and its made-up world."""

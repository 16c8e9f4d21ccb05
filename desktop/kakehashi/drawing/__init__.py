"""Pictures as data: tokens, one scene model, one layout per picture, SVG and PNG.

A layout is a pure function from a frozen input (plain texts, already in the reader's language, and
numbers) to a `scene.Scene`. The scene is what every exporter and the application draw.
"""

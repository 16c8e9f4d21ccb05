"""What a plugin's maker can count on, and what the program counts on, tried out on a plugin.

`kakehashi plugin check PATH` runs it, and so does pytest in the folder of a plugin.
"""

// Keys and hovering.

"""Who gets which units of a SKU: the ladder of goals, the engine that walks it, and the reasons for every unit."""

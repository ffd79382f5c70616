"""What a channel contributes: the statement from gross sales to the result, and the cost of goods."""

"""What a unit earns at a price, the lowest price that earns enough, and how to answer a competitor's."""

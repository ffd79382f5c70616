"""What the program ships beside its code: pictures, colours and the demo brand."""

"""What to order, how much and by when: safety stock, order quantities, proposals and their reasons."""

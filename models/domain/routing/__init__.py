"""Where an order or transfer goes: typed fees, cost to serve, break-even days, and a recommendation with reasons."""

"""What Channelbook does, without any window."""

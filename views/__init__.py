"""What Channelbook shows: Qt and nothing else."""

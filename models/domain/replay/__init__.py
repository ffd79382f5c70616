"""Rules replayed over past weeks: what came in, what was wanted, who would have had and sold what, and its worth."""

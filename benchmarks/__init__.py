"""What the program is measured against: seeded data, and each figure beside a floor taken in the same run."""

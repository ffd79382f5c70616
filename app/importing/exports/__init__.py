"""One file per channel export; found by looking in this folder."""

"""The demo newsroom: sample people, topics, pictures and pieces, as plain data."""

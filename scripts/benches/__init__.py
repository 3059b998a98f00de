"""Benches: one file each, with ``run(size, rounds) -> list[Figure]`` and a docstring whose first line lists it."""

"""Benchmarks of recording: journals, seals, replay."""

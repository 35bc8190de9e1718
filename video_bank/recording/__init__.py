"""What is kept, and the proof: journals, the sealed recording, its replay."""

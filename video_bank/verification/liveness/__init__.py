"""Is there a person before the camera, now: challenge, live analysis, injection and replay."""

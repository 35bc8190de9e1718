"""What stands on a document: a card found on a photograph, its fields read, values held together.

Files are pure but for the machines: `opencv_*` (in a worker process only) and `tesseract_*`.
"""

"""The bank: rules and machines of remote video banking, without HTTP.

Each folder is a room with one door (its `__init__.py`); rooms stand on floors and import only
lower ones. `tests/test_architecture.py` holds the floors.
"""

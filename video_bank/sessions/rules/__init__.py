"""What each event does to a session, by the part of the meeting that it belongs to. All pure."""

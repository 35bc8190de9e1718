"""Live voices and faces: legs, forwarding without decoding, the media node.

Doors of other rooms come in as Protocols (`PacketSink`, `FaceChecks`), so this room knows
neither recordings nor verdicts.
"""

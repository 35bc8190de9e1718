"""Robots that play either side of a meeting with a stock WebRTC peer: demo, load, tests.

They come in by the same door as a browser: REST, WebSocket, a media offer.
"""

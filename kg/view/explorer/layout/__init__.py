"""Where the nodes of the first picture stand.

`forces` says who lies beside whom, `spread` fills a frame evenly, `apart` clears lines and names, `room` is what a node
takes, `place` does it all.
"""

from __future__ import annotations

from kg.view.explorer.layout.place import place
from kg.view.explorer.layout.room import Room, node_size, room_of

__all__ = ["Room", "node_size", "place", "room_of"]

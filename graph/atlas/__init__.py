"""The layout of a map of any size as nested areas, and the tiles that show it.

**The map's grid.** A square of `SIDE` = 2**24 units; x to the right, y down, whole numbers from 0 to `SIDE` - 1.
A concept with concepts below it has an **area**, a rectangle with those of its children inside; areas of siblings
never overlap. Every concept stands at a point of its own.

**Tiles.** Tile (z, x, y) is the square of side `SIDE` >> z whose corner is at (x << 24 - z, y << 24 - z); (0, 0, 0) is
the whole map. It shows at most 120 concepts: all that stand in it, or if those are more, the most important of each of
its 64 parts, and two more of a part that are among the 56 most important of the tile. So what is shown at z is shown at
every deeper z. A tile is meant to be drawn about 512 CSS pixels wide (362 to 724 as one zooms), so that a screen of
1440 × 900 asks for at most 16 tiles and 1,920 marks. One that shows all its concepts is not parted further: `deeper`
says which quarters are. Below it, draw what it has.

`read_tile(store, z, x, y)` gives the tile as gzipped UTF-8 JSON, or None for a tile that is empty, not parted so far,
or outside of the map. Lists of one object are columns of the same length::

    {"z": 3, "x": 1, "y": 2,
     "deeper": 9,           # which quarters have more: 1 (2x, 2y), 2 (2x+1, 2y), 4 (2x, 2y+1), 8 (2x+1, 2y+1)
     "concepts": {          # the most important first
       "id": [17, …],       # of the database: tells the same concept in two tiles
       "slug": ["animal", …],
       "title": ["Animal", …],    # ending with an … where the tile would be too large
       "x": [2097152, …], "y": [1048576, …],      # on the map's grid
       "rank": [0, …],      # 0 is the most important concept of the map: the order of labels between tiles
       "below": [3999, …],  # how many concepts are below it: the size of mark and label; 0 is a leaf
       "colour": [2, …],    # 0 to 7, that of its region: --branch-0 to --branch-7
       "parent": [-1, …]},  # place among `concepts`, place among `far` + their number, or -1: a root, or not here
     "areas": {             # rectangles that meet this tile and are at least an eighth of it wide and high,
       "id": [17, …],       # the largest first: an area comes after those around it, so draw them in this order
       "slug": ["animal", …], "title": ["Animal", …],
       "x": […], "y": […], "width": […], "height": […],    # whole, even where they leave the tile
       "level": [0, …],     # how many areas are around it
       "colour": [2, …]},
     "links": [0, 5, 1, …], # three numbers a link: source, target, kind (1 parent, 2 prerequisite, 3 related),
                            # places as in `parent`; every link among `concepts`, then those to `far`
     "far": {               # ends outside of this tile that are shown at this z too, parents first, then the most
       "id": […],           # important: at most 60, fewer where the tile would be too large
       "slug": […], "title": […], "x": […], "y": […], "colour": […]},
     "left_out": 0}         # links to other shown concepts for which there was no room: over 900, or beyond `far`

A link between two tiles is in both of them, if both have room: tell links apart by `id`s and kind. Draw links of kind 1
quietly, and best only short ones, since areas say who is below whom; others when one of their ends is chosen, for which
`neighborhood` of the API has them all. Most areas have their concept near the middle; those that are new may have none.
"""

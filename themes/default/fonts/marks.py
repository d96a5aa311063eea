"""Draws Marks.ttf: the signs that people mark their notes with and that Source Sans lacks. Needs fontTools.

    python3 themes/default/fonts/marks.py themes/default/fonts/Marks.ttf

A sign stands on the base line and is about as high as a capital, 660 of 1000 units.
"""

import math
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

HIGH, MIDDLE = 660, 330


def turned(points):
    """The other way round: a hole."""
    return list(reversed(points))


def box(left, bottom, right, top):
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def thick(points, width):
    """A line through these points as an outline, with blunt ends and pointed corners."""
    half = width / 2
    left, right = [], []
    for at, (x, y) in enumerate(points):
        before, after = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        ways = []
        for (x0, y0), (x1, y1) in ((before, (x, y)), ((x, y), after)):
            long = math.hypot(x1 - x0, y1 - y0)
            if long:
                ways.append(((x1 - x0) / long, (y1 - y0) / long))
        nx, ny = -sum(way[1] for way in ways), sum(way[0] for way in ways)
        long = math.hypot(nx, ny)
        nx, ny = nx / long, ny / long
        lean = nx * -ways[0][1] + ny * ways[0][0]
        left.append((x + nx * half / lean, y + ny * half / lean))
        right.append((x - nx * half / lean, y - ny * half / lean))
    return left + right[::-1]


def star(outer, inner, x, y, corners=5):
    step = math.pi / corners
    radius = lambda at: outer if at % 2 == 0 else inner
    return [(x + radius(at) * math.sin(at * step), y + radius(at) * math.cos(at * step)) for at in range(2 * corners)]


def arc(x, y, radius, start, end, steps=16):
    angles = [math.radians(start + (end - start) * at / steps) for at in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def disc(x, y, radius):
    return turned(arc(x, y, radius, 0, 360)[:-1])


FRAME = [box(40, -20, 720, 660), turned(box(100, 40, 660, 600))]
CHECK = [(200, 330), (340, 180), (570, 480)]
ARROW = [thick([(60, MIDDLE), (600, MIDDLE)], 90), [(480, 110), (480, 550), (760, MIDDLE)]]

# For each sign its width and its outlines, filled ones clockwise.
SIGNS = {
    "\u2605": (760, [star(400, 160, 380, 320)]),
    "\u2606": (760, [star(400, 160, 380, 320), turned(star(270, 108, 380, 320))]),
    "\u2b50": (760, [star(400, 160, 380, 320)]),
    "\u2705": (760, FRAME + [thick(CHECK, 90)]),
    "\u2612": (760, FRAME + [thick([(210, 150), (550, 490)], 80), thick([(210, 490), (550, 150)], 80)]),
    "\u274c": (720, [thick([(90, 60), (630, 600)], 130), thick([(90, 600), (630, 60)], 130)]),
    "\u26a0": (860, [[(20, -20), (430, 690), (840, -20)], turned([(125, 40), (430, 568), (735, 40)]), thick([(430, 420), (430, 200)], 80), disc(430, 110, 48)]),
    "\u2757": (360, [[(90, 690), (270, 690), (230, 200), (130, 200)], disc(180, 70, 90)]),
    "\u2753": (560, [thick(arc(280, 490, 150, 200, -50) + [(280, 300), (280, 200)], 120), disc(280, 60, 85)]),
    "\u279c": (800, ARROW),
    "\u2794": (800, ARROW),
    "\u2691": (640, [box(80, -20, 150, 690), [(150, 660), (590, 500), (150, 330)]]),
    "\u2726": (700, [star(360, 100, 350, 320, 4)]),
}


def clockwise(points):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1])) < 0


def glyph(outlines):
    pen = TTGlyphPen(None)
    for points in outlines:
        points = [(round(x), round(y)) for x, y in points]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def main(path):
    names = {sign: f"uni{ord(sign):04X}" for sign in SIGNS}
    order = [".notdef"] + list(names.values())
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({ord(sign): name for sign, name in names.items()})
    holes = {"\u2606": [1], "\u2705": [1], "\u2612": [1], "\u26a0": [1]}
    glyphs = {".notdef": glyph([box(60, 0, 440, 660), turned(box(110, 50, 390, 610))])}
    for sign, (_, outlines) in SIGNS.items():
        turns = [points if clockwise(points) != (at in holes.get(sign, [])) else turned(points) for at, points in enumerate(outlines)]
        glyphs[names[sign]] = glyph(turns)
    font.setupGlyf(glyphs)
    widths = {names[sign]: width for sign, (width, _) in SIGNS.items()} | {".notdef": 500}
    lefts = font.font["glyf"]
    font.setupHorizontalMetrics({name: (widths[name], lefts[name].xMin) for name in order})
    font.setupHorizontalHeader(ascent=1000, descent=-326)
    font.setupNameTable({"familyName": "Prepgen Marks", "styleName": "Regular", "uniqueFontIdentifier": "Prepgen Marks 1", "fullName": "Prepgen Marks", "psName": "PrepgenMarks", "version": "Version 1.0"})
    font.setupOS2(sTypoAscender=1000, sTypoDescender=-326, usWinAscent=1000, usWinDescent=326, sxHeight=480, sCapHeight=660, fsType=0)
    font.setupPost(isFixedPitch=0)
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    font.save(path)


main(sys.argv[1])

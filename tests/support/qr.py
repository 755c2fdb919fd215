"""QR codes read back into their modules, and the modules that an address must give."""

import re
from io import BytesIO

import segno
from PIL import Image

QUIET_ZONE = 4
Modules = list[list[bool]]


def expected(address: str) -> Modules:
    """The dark modules of the code of *address*, with the white margin scanners need."""
    code = segno.make_qr(address, error="m")
    return [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET_ZONE)]


def of_svg(drawn: str) -> Modules:
    """The dark modules of a drawing whose lines are one module thick."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    path = re.search(r'stroke="#000" d="([^"]+)"', drawn)
    assert found is not None
    assert path is not None
    size = int(found[1])
    modules = [[False] * size for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        steps = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = steps
        elif command == "m":
            x, y = x + steps[0], y + steps[1]
        else:
            for column in range(int(x), int(x + steps[0])):
                modules[int(y)][column] = True
            x += steps[0]
    return modules


def of_png(picture: bytes) -> Modules:
    """The dark modules of a picture, each read in its middle."""
    image = Image.open(BytesIO(picture)).convert("1")
    pixels = image.load()
    assert pixels is not None
    module = next(x for x in range(image.width) if not pixels[x, x]) // QUIET_ZONE
    centres = [module * number + module // 2 for number in range(image.width // module)]
    return [[not pixels[x, y] for x in centres] for y in centres]

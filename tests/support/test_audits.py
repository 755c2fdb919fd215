"""The audits themselves: each finds the fault that is planted for it, and not its cure."""

import pytest

from tests.support.audits import audit, style

PAGE = """<!doctype html><html lang="en" dir="ltr"><title>A page of planted faults</title>
<style>button, .button {{ min-height: 44px; min-width: 44px; border: 1px solid }}
:focus-visible {{ outline: 3px solid #000 }}</style>
<body style="margin: 0; background: #fff"><header>Head</header><main><h1>Page</h1>{}</main>
<footer>Foot</footer>"""
# Audit, fault, what is said of it, cure.
PLANTED = {
    "structure: level": ("<h3>Deep</h3>", "level 1 is followed by", "<h2>Next</h2>"),
    "structure: first": ("<h1>Again</h1>", "2 headings of the first level", ""),
    "structure: alt": ("<img>", "without alt", "<img alt=''>"),
    "structure: label": ("<input>", "without a label", "<label>Name <input></label>"),
    "structure: wordless": ("<a href='/'></a>", "wordless", "<a href='/'>Home</a>"),
    "structure: landmark": (
        "<nav aria-label='One'>a</nav><nav aria-label='One'>b</nav>",
        "two of the name nav One",
        "<nav aria-label='One'>a</nav><nav aria-label='Two'>b</nav>",
    ),
    "structure: id": ("<p id='a'>1<p id='a'>2", "the same id twice: a", "<p id='a'>1"),
    "structure: lost": ("<a href='#no'>There</a>", "leads nowhere", "<a href='#a' id='a'>Here</a>"),
    "colourAlone: link": (
        "<p>Read <a href='/' style='text-decoration: none'>this</a>",
        "like other text",
        "<p>Read <a href='/'>this</a>",
    ),
    "colourAlone: tag": ("<i class='tag'></i>", "without words", "<i class='tag'>Full</i>"),
    "sideways: wide": ("<p style='width: 3000px'>Wide", "px wide in", "<p>Narrow"),
    "cutOff: box": (
        "<p style='width: 9px; overflow: hidden; white-space: nowrap'>Much too long",
        "cut off",
        "<p style='width: 9px; overflow: auto; white-space: nowrap'>Much too long",
    ),
    "targets: small": (
        "<a href='/' style='display: block; width: 9px'>A</a>",
        "9×",
        "<p>In a sentence an <a href='/'>A</a> may be small.",
    ),
    "targets: primary": (
        "<button style='min-height: 30px'>Send</button>",
        "below 44",
        "<button>Send</button>",
    ),
    "focus: none": (
        "<button style='outline: none'>Send</button>",
        "outline none",
        "<button>Send</button>",
    ),
    "focus: faint": (
        "<button style='outline-color: #eee'>Send</button>",
        "contrast 1.",
        "<button style='outline-color: #666'>Send</button>",
    ),
    "focus: covered": (
        "<button>Send</button><p style='position: fixed; inset: 0; background: #fff'>Over all",
        "covered",
        "<button>Send</button>",
    ),
    "focus: queue": (
        "<button tabindex=2>Send</button>",
        "jumps the queue",
        "<button>Send</button>",
    ),
    "forcedColours: edge": ("<p class='notice'>Note", "without an edge", "<p>Note"),
    "movement: fade": (
        "<p style='transition: color 1s'>Slow",
        "moves",
        "<p style='transition: none'>Still",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_an_audit_finds_the_fault_and_not_its_cure(visitors, planted):
    fault, said, cure = PLANTED[planted]
    name = planted.partition(":")[0]
    page = visitors.open(reduced_motion="reduce")

    page.set_content(PAGE.format(fault))
    found = audit(page, name)
    page.set_content(PAGE.format(cure))

    assert len(found) == 1
    assert said in found[0]
    assert audit(page, name) == []


def test_rules_can_be_laid_over_a_page(visitors):
    page = visitors.open()
    page.set_content(PAGE.format("<p>Text"))

    style(page, "html { font-size: 32px; }")

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"

"""Every page, and every state of it that a visitor can see.

A page that is missing here fails `tests/accessibility/test_places.py`. To add one, write a
`Place` into its area: an address, with the words of `tests.support.installation` in braces
where a secret belongs, and the status it answers with. What is no page goes to `NOT_PAGES`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

SEND = "main form.form button[type=submit]"


@dataclass(frozen=True)
class Place:
    """One page in one state."""

    name: str
    address: str
    status: int = 200
    # What the visitor does there to see the state; and the address where that ends.
    act: Callable[[Page], None] | None = None
    ends_at: str = ""
    # Where most people go: looked at in every combination of circumstances.
    is_critical: bool = False
    # On an installation that has nothing to show yet.
    is_empty: bool = False
    # In the console: before anybody has signed in.
    is_signed_out: bool = False

    def path(self, words: Mapping[str, str]) -> str:
        """The address with its words filled in."""
        return self.address.format_map(words)

    def end_path(self, words: Mapping[str, str]) -> str:
        """The path on which the visitor is in the end."""
        return (self.ends_at or self.address).format_map(words).partition("?")[0]

    def end(self) -> str:
        """Where the visitor is in the end, with a 1 for every secret."""
        return (self.ends_at or self.address).format_map(defaultdict(lambda: "1"))


def send(page: Page) -> None:
    """Send the form as it stands."""
    page.click(SEND)


def send_stale(page: Page) -> None:
    """Send the form after its cookie has gone."""
    page.context.clear_cookies()
    page.click(SEND)


def register(page: Page) -> None:
    """Fill in what is needed, and send the form."""
    page.locator("input[name=webinars]").first.check()
    page.fill("#name", "Ben Ode")
    page.fill("#email", "ben@example.org")
    page.check("#consent")
    page.click(SEND)


def ask_for_link(page: Page) -> None:
    """Ask for the private link."""
    page.fill("#email", "nobody@example.org")
    page.click(SEND)


def places(prefix: str, *names: str, status: int = 200) -> tuple[Place, ...]:
    """Several pages below one address."""
    return tuple(Place(name, prefix + name, status) for name in names)


SAMPLE = "health-equity-guide"
AREAS: dict[str, tuple[Place, ...]] = {
    "first pages": (
        Place("home", "/"),
        Place("home without a series", "/", is_empty=True),
        Place("practices without any", "/practices/", is_empty=True),
        Place("case studies without any", "/case-studies/", is_empty=True),
        Place("sponsors without any", "/sponsors/", is_empty=True),
        Place("approach without a text", "/approach/", is_empty=True),
        Place("approach", "/approach/"),
    ),
    "series": (
        Place("the sample series", f"/series/{SAMPLE}/", is_critical=True),
        *(
            Place(f"series {state}", f"/series/{state}/")
            for state in ("guide", "full", "past", "off", "announced", "later", "closed")
        ),
        Place("series empty", "/series/empty/"),
    ),
    "webinars": (
        Place("the sample webinar", f"/series/{SAMPLE}/work-across-government/"),
        *(
            Place(f"webinar {state}", f"/series/guide/{state}/")
            for state in ("coming", "full", "running", "over", "unrecorded", "cancelled", "undated")
        ),
        Place("webinar not open yet", "/series/later/first/"),
        Place("webinar closed", "/series/closed/first/"),
    ),
    "practices and sponsors": (
        Place("practices", "/practices/"),
        Place("practice", "/practices/allocate-resources/"),
        Place("case studies", "/case-studies/"),
        Place("case study", "/case-studies/new-york-city-races-to-justice/"),
        Place("sponsors", "/sponsors/"),
        Place("sponsor", "/sponsors/hip/"),
        Place("kit", f"/sponsors/gare/kit/{SAMPLE}/"),
        Place("privacy", "/privacy/"),
        Place("accessibility", "/accessibility/"),
    ),
    "registering": (
        Place("register", "/series/guide/register", is_critical=True),
        Place("register, errors", "/series/guide/register", 422, send, is_critical=True),
        Place("register, stale", "/series/guide/register", 400, send_stale),
        Place("register preselected", f"/series/{SAMPLE}/register?webinars=work-across-government"),
        Place("register for all", "/series/whole/register"),
        Place("register for one", "/series/one/register"),
        Place("register too early", "/series/later/register"),
        Place("register too late", "/series/closed/register"),
        Place(
            "registered",
            f"/series/{SAMPLE}/register",
            act=register,
            ends_at=f"/series/{SAMPLE}/registered",
        ),
    ),
    "own page": (
        Place("own page", "/me/{manage}/", is_critical=True),
        Place("own page, nothing left", "/me/{quiet}/"),
        *places("/me/{manage}/", "details", "address", "calendar", "new-link", "erase"),
        Place("details, errors", "/me/{manage}/details", 422, lambda page: clear_name(page)),
        Place("address, errors", "/me/{manage}/address", 422, send),
        *places("/me/{manage}/series/guide/", "webinars", "access", "sharing", "cancel"),
        Place("webinars, errors", "/me/{manage}/series/guide/webinars", 422, send),
        Place("cancel one", "/me/{manage}/series/guide/coming/cancel"),
        Place("cancel one given up", "/me/{manage}/series/guide/given-up/cancel"),
        Place("cancel one over", "/me/{manage}/series/guide/over/cancel"),
    ),
    "links from mails": (
        Place("join, early", "/join/{join_coming}"),
        Place("join, open", "/join/{join_running}"),
        Place("join, no address", "/join/{join_nowhere}"),
        Place("join, over", "/join/{join_over}"),
        Place("join, not recorded", "/join/{join_unrecorded}"),
        Place("join, cancelled", "/join/{join_cancelled}"),
        Place("join, undated", "/join/{join_undated}"),
        Place("join, waiting", "/join/{join_full}", 403),
        Place("join, given up", "/join/{join_given-up}", 403),
        Place("declined seat", "/answer/{declined}/"),
        Place("declined seat given up", "/answer/{freed}/"),
        Place("unsubscribe", "/unsubscribe/{unsubscribe}"),
        Place("unsubscribed", "/unsubscribe/{unsubscribed}"),
        Place("confirm address", "/confirm-address/{confirm}"),
        Place("address confirmed", "/confirm-address/done"),
        Place("private link", "/me/"),
        Place("private link, errors", "/me/", 422, send),
        Place("private link asked", "/me/", act=ask_for_link, ends_at="/me/asked"),
        Place("private link renewed", "/me/renewed"),
        Place("erased", "/me/erased"),
        Place("link revoked", "/me/{revoked}/", 410),
        Place("link unknown", "/me/nonsense/", 404),
    ),
    "errors and inbox": (
        Place("nothing there", "/nothing", 404),
        *(
            Place(f"error {status}", f"/fail/{status}", status)
            for status in (400, 403, 405, 409, 410, 413, 422, 429, 500, 503)
        ),
        Place("development inbox", "/dev/inbox/"),
        Place("development inbox, empty", "/dev/inbox/", is_empty=True),
        Place("a kept mail", "/dev/inbox/5/"),
    ),
}
PLACES = tuple(place for area in AREAS.values() for place in area)
# Endpoints, or blueprints with a dot at the end, that answer with something else than a page.
NOT_PAGES = {
    "organize.": "the console: tests.support.console_places",
    "security.": "signing in to the console: tests.support.console_places",
    "feeds.": "calendars",
    "health.": "words for machines",
    "atom.": "news for machines",
    "robots.": "words for machines",
    "sitemap.": "words for machines",
    "pictures.": "pictures",
    "posters.": "a sheet of paper and its code, with tests of their own",
    "embed.": "a frame in other people's pages, with tests of its own",
    "own_logo.": "a picture",
    "sponsors.logo": "a picture",
    "sponsors.kept_logo": "a picture",
    "sponsors.colours": "a style",
    "me.download": "a file",
    "dev_inbox.raw": "a file",
    "dev_inbox.calendar": "a file",
    "dev_inbox.html": "a mail, in a frame of the page that shows it",
}


def clear_name(page: Page) -> None:
    """Take the name out of the form and send it."""
    page.fill("#name", "")
    page.click(SEND)

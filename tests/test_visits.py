"""What is read out of a report of Lighthouse."""

from benchmarks.visits import Figures, faults, figures_of


def a_report(*, seo: float = 1.0, addresses: tuple[str, ...] = ("http://x/",)) -> dict:
    """A report of a page whose only audit is its description, and of what it fetched."""
    audits = {
        "description": {
            "title": "Document does not have a meta description",
            "score": seo,
            "details": {"items": [{"node": {"selector": "head"}}, {}]},
        },
        "network-requests": {
            "details": {"items": [{"url": url, "transferSize": 700} for url in addresses]}
        },
        "cumulative-layout-shift": {"numericValue": 0.0001},
    }
    category = {"score": 1, "auditRefs": []}
    categories = dict.fromkeys(("performance", "accessibility", "best-practices"), category)
    described = {"score": seo, "auditRefs": [{"id": "description", "weight": 1}]}
    return {"audits": audits, "categories": {**categories, "seo": described}}


def test_a_page_without_fault_meets_the_goals():
    figures = figures_of(a_report(addresses=("http://x/", "http://x/site.css", "data:,y")))

    assert figures == Figures((100, 100, 100, 100), 2, 1400, 0.0001, ())
    assert figures.are_good


def test_a_fault_is_named_with_its_place():
    said = a_report(seo=0.86)

    assert list(faults(said)) == ["seo: Document does not have a meta description head"]
    assert not figures_of(said).are_good


def test_a_seventh_request_is_one_too_many():
    figures = figures_of(a_report(addresses=tuple(f"http://x/{n}" for n in range(7))))

    assert figures.requests == 7
    assert not figures.are_good

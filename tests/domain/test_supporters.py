from tests.factories import a_series, a_sponsor, a_webinar
from webinars.domain.supporters import supporter, supporters


def test_supporters_are_the_organizer_then_all_co_sponsors_each_once():
    hip, gare, nche = (a_sponsor(slug=slug) for slug in ("hip", "gare", "nche"))
    series = a_series(organizer=hip, co_sponsors=[gare])
    a_webinar(series=series, co_sponsors=[nche, gare, hip])

    assert supporters(series) == [hip, gare, nche]
    assert supporter(series, "nche") is nche
    assert supporter(series, "other") is None
    assert supporters(a_series()) == []

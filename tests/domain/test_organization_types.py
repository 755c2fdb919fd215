"""What kind of organization a name stands for."""

import pytest

from webinars.domain.organization_types import (
    OrganizationType,
    counted_types,
    organization_type,
)

NAMES = {
    "Alameda County Public Health Department": OrganizationType.LOCAL_HEALTH,
    "Tri-County Health District": OrganizationType.LOCAL_HEALTH,
    "Boston Health Department": OrganizationType.LOCAL_HEALTH,
    "Public Health – Seattle & King County": OrganizationType.LOCAL_HEALTH,
    "Departamento de Salud de Ponce": OrganizationType.LOCAL_HEALTH,
    "California Department of Public Health": OrganizationType.STATE_HEALTH,
    "Washington State Department of Health": OrganizationType.STATE_HEALTH,
    "Cherokee Nation of Oklahoma": OrganizationType.TRIBE,
    "Univérsity of Michigan School of Public Health": OrganizationType.EDUCATION,
    "St. Mary's Hospital": OrganizationType.CARE,
    "City of Austin": OrganizationType.GOVERNMENT,
    "Public Health Alliance": OrganizationType.NONPROFIT,
    "Example Consulting, Inc.": OrganizationType.BUSINESS,
    "ACME": OrganizationType.OTHER,
    "   ": OrganizationType.NOT_SAID,
    "": OrganizationType.NOT_SAID,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_the_words_of_a_name_tell_its_kind(name, kind):
    assert organization_type(name) is kind


def test_names_are_counted_by_kind_and_empty_kinds_are_left_out():
    assert counted_types([("St. Mary's Hospital", 3), ("A Clinic", 2), ("", 1)]) == {
        OrganizationType.CARE: 5,
        OrganizationType.NOT_SAID: 1,
    }

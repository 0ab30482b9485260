"""The cast of every test: Rita owns, Raj is another recruiter, Hana manages hiring, Ada runs it."""

import pytest

from hiring.models import Department
from recruiter.models import Recruiter, User
from tests.factories import make_department, make_manager, make_recruiter, make_user, serve


@pytest.fixture
def finance(db: None) -> Department:
    return make_department(
        "Finance Operations", "Close the books in one day, so that people decide on this month."
    )


@pytest.fixture
def rita(finance: Department) -> Recruiter:
    recruiter = make_recruiter("Rita Okafor")
    serve(recruiter, finance)
    return recruiter


@pytest.fixture
def raj(db: None) -> Recruiter:
    return make_recruiter("Raj Malhotra")


@pytest.fixture
def hana(finance: Department) -> User:
    user = make_user("Hana Novak")
    make_manager(finance, user)
    return user


@pytest.fixture
def ada(db: None) -> User:
    return make_user("Ada Berg", is_staff=True, is_superuser=True)
